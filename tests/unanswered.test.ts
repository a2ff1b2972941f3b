import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { later } from './later.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

test('what Mei sends while her train is in a tunnel, or while the place is away, stays as she wrote it, and goes when she sends it again', async () => {
	const mei = await visit(at.browser(), at.place(), 'Mei', { viewport: phone });
	await open(mei, '/playlists/new');
	await mei.getByLabel('Title').fill('On the night train');
	await mei.getByRole('textbox', { name: 'Outline' }).fill('Where to sit');
	const send = mei.getByRole('button', { name: 'Begin it' });
	const alert = mei.getByText('No answer came');
	await mei.context().setOffline(true);
	await send.click();
	await alert.waitFor();
	await send.press('Enter');
	await alert.waitFor();
	mei.complaints();
	await lookAt(mei, 'mei-unanswered');
	await mei.getByLabel('What it is about').click();
	await mei.getByLabel('What it is about').fill('For whoever travels by night');
	await alert.waitFor({ state: 'hidden' });
	await mei.context().setOffline(false);
	await at.place().crash(async () => {
		await send.click();
		await alert.waitFor();
	});
	await mei.getByLabel('Title').press('Enter');
	await mei.getByRole('heading', { name: 'On the night train', level: 1 }).waitFor();
	expect(await alert.isVisible()).toBe(false);
	await mei.getByText('For whoever travels by night').waitFor();
	await mei.getByText('Where to sit').waitFor();
});

test('words that Kofi saves without a network are still before him, and are saved with it', async () => {
	const track = await at.place().speak('Kofi', { title: 'The long way', audience: 'everyone' });
	const kofi = await visit(at.browser(), at.place(), 'Kofi');
	await open(kofi, `/tracks/${track}/words`);
	await kofi.getByText('As text, or from a file').click();
	await kofi.getByLabel('The words').fill('Go by the river.');
	const save = kofi.getByRole('button', { name: 'Save this text' });
	await kofi.context().setOffline(true);
	await save.click();
	await kofi.getByText('No answer came').waitFor();
	expect(await kofi.getByLabel('The words').inputValue()).toBe('Go by the river.');
	await kofi.context().setOffline(false);
	await save.click();
	await later(
		() =>
			at
				.place()
				.api<{ transcript: { text: string } | null }>('Kofi', `GET /tracks/${track}/transcript`),
		({ transcript }) => transcript?.text === 'Go by the river.'
	);
});
