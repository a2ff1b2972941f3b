import { expect, test } from 'vitest';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { open, phone, visit, type Watched } from './browser.ts';
import { cast, type Name } from './cast.ts';
import { later } from './later.ts';
import { look, lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

/** Answers the question that a page shows, with a recording made elsewhere. */
async function answer(page: Watched): Promise<void> {
	await page.getByRole('button', { name: 'Answer it in 5 minutes' }).click();
	await page.getByText('Send a recording instead').click();
	await page.getByLabel('Recording', { exact: true }).setInputFiles({
		...{ name: 'answer.mp3', mimeType: 'audio/mpeg' },
		buffer: Buffer.from(await tone(2))
	});
	await page.getByRole('button', { name: 'Send it' }).click();
	await page.waitForURL('**/playlists/*');
}

test('Darcy asks people of other circles, who hear each other after their own answer; she marks one and says what came of it', async () => {
	for (const [who, name] of [
		['Mei', 'Design'],
		['Kofi', 'Finance']
	] as const)
		await at.place().api(who, 'POST /circles', { name, joining: 'open', members: [] });
	const darcy = await as('Darcy');
	await open(darcy, '/share');
	await darcy.getByRole('link', { name: 'Ask people to answer aloud' }).click();
	await darcy.getByLabel('Your question').fill('What slows you down?');
	await darcy.getByRole('checkbox', { name: 'Design' }).check();
	await darcy.getByLabel('Anyone else, by name').fill(`${cast.Kofi.name},`);
	await darcy.getByRole('checkbox', { name: 'Answers wait until one’s own' }).check();
	await darcy.getByRole('button', { name: 'Ask it' }).click();
	await darcy.getByRole('heading', { level: 1, name: 'What slows you down?' }).waitFor();
	const path = new URL(darcy.url()).pathname;

	const mei = await as('Mei', { viewport: phone });
	await later(
		() => at.place().api<{ items: { url: string }[] }>('Mei', 'GET /asks'),
		({ items }) => items.some(({ url }) => url === path)
	);
	await open(mei, '/');
	await mei.getByRole('link', { name: 'What slows you down?' }).first().click();
	await answer(mei);
	await mei.getByText('1 answer', { exact: false }).waitFor();

	const kofi = await as('Kofi');
	await open(kofi, path);
	await kofi.getByText('1 to be heard after your own').waitFor();
	expect(await kofi.getByRole('button', { name: /^Listen:/ }).count()).toBe(0);
	await look(kofi, path, 'kofi-call');
	await open(kofi, path);
	await answer(kofi);
	await kofi.getByText('2 answers').waitFor();
	expect(await kofi.getByRole('button', { name: /^Listen:/ }).count()).toBe(2);
	expect(kofi.complaints()).toEqual([]);

	const { id: siti } = await at.place().api<{ id: string }>('Siti', 'GET /me');
	await at.place().api('Darcy', `PUT /playlists/${path.split('/').at(-1)}/invitations/${siti}`);
	await open(kofi, path);
	await kofi.getByText('Asked after you answered').waitFor();
	await lookAt(kofi, 'kofi-asked-later');
	await kofi.getByRole('checkbox', { name: 'I heard it again' }).check();
	await kofi.getByRole('button', { name: 'Let them hear it' }).click();
	await kofi.getByText('Asked after you answered').waitFor({ state: 'detached' });
	expect(kofi.complaints()).toEqual([]);

	await open(darcy, path);
	await darcy.getByRole('button', { name: 'Close it now' }).click();
	await darcy.getByText('closed; a late answer is welcome').waitFor();
	await darcy.getByRole('button', { name: 'Open it again' }).click();
	await darcy.getByText('closed; a late answer is welcome').waitFor({ state: 'detached' });
	await darcy.getByRole('button', { name: 'Close it now' }).click();
	await darcy.getByText('closed; a late answer is welcome').waitFor();
	await darcy.getByRole('button', { name: /^Mark as promising: Mei/ }).click();
	await darcy.getByText('promising', { exact: true }).waitFor();
	await darcy.getByText('Say what came of it').click();
	await darcy.getByLabel('What came of it').fill('We stop the Monday report.');
	await darcy.getByRole('button', { name: 'Save' }).click();
	await darcy.getByText('We stop the Monday report.').first().waitFor();
	await look(darcy, path, 'darcy-call');
	await look(darcy, '/playlists/ask', 'darcy-asks');
	expect(darcy.complaints()).toEqual([]);
}, 90_000);

test('Mei is asked for five minutes by name, says that she cannot and who may know; Kofi asks them too, and offers a meeting beside', async () => {
	const { id: mei } = await at.place().api<{ id: string }>('Mei', 'GET /me');
	const kofi = await as('Kofi');
	await open(kofi, `/people/${mei}`);
	await kofi.getByRole('link', { name: 'Ask for five minutes of audio' }).click();
	await kofi.getByLabel('Your question').fill('How did you learn it?');
	await kofi.getByRole('button', { name: 'Ask it' }).click();
	await kofi.getByRole('heading', { level: 1, name: 'How did you learn it?' }).waitFor();
	const path = new URL(kofi.url()).pathname;
	const hers = await as('Mei', { viewport: phone });
	await open(hers, path);
	await hers.getByText('I cannot answer this').click();
	await hers.getByLabel('Why, in a few words').fill('I only watched');
	await hers.getByLabel('Somebody who may know').fill('Darcy');
	await hers.getByRole('button', { name: 'Say so' }).click();
	await hers.getByText('Nobody here has exactly this name').waitFor();
	expect(await hers.getByLabel('Why, in a few words').inputValue()).toBe('I only watched');
	await hers.getByLabel('Somebody who may know').fill('Darcy Whitfield');
	await hers.getByRole('button', { name: 'Say so' }).click();
	await hers.getByText('You said that you cannot answer.').waitFor();
	await open(kofi, path);
	await kofi.getByText('cannot answer it: I only watched').waitFor();
	await kofi.getByRole('button', { name: 'Ask Darcy Whitfield' }).click();
	await kofi.getByRole('listitem').filter({ hasText: 'Darcy Whitfield' }).waitFor();

	await kofi.getByText('Offer a meeting, too').click();
	await kofi.getByLabel('Its day').fill('2027-01-22');
	await kofi.getByLabel('Its hour, in your zone').fill('15:00');
	await kofi.getByLabel('Where, or by which link').fill('The long table');
	await kofi.getByRole('button', { name: 'Offer it' }).click();
	await kofi.getByText('Or come together: ').waitFor();
	await kofi.getByText('Change this playlist').click();
	await kofi.getByLabel('Tags').fill('Learning, night');
	await kofi.getByRole('button', { name: 'Save' }).click();
	await kofi.getByRole('link', { name: 'learning' }).waitFor();
	await look(kofi, path, 'kofi-meets');

	const darcy = await as('Darcy', { viewport: phone });
	await open(darcy, path);
	await darcy.getByText('The long table').waitFor();
	const [calendar] = await Promise.all([
		darcy.waitForEvent('download'),
		darcy.getByRole('link', { name: 'Put it into your calendar' }).click()
	]);
	expect(calendar.suggestedFilename()).toBe('meeting.ics');
	await darcy.getByRole('button', { name: 'Answer it in 5 minutes' }).waitFor();
	await open(darcy, '/playlists');
	await darcy.getByRole('link', { name: 'night', exact: true }).click();
	await darcy.getByRole('link', { name: 'How did you learn it?' }).waitFor();
	await look(darcy, '/playlists?tag=night', 'playlists-tagged');
	const unexpected = hers.complaints().filter((each) => !each.includes('422'));
	expect(unexpected).toEqual([]);
	expect(kofi.complaints()).toEqual([]);
	expect(darcy.complaints()).toEqual([]);
});

test('Kofi asks a circle by name and Mei without one, who is answered aloud or in writing by its people alone', async () => {
	const ids = await Promise.all(
		(['Mei', 'Darcy', 'Siti', 'Liam'] as const).map((who) =>
			at
				.place()
				.api<{ id: string }>(who, 'GET /me')
				.then(({ id }) => id)
		)
	);
	const { id: circle } = await at.place().api<{ id: string }>('Kofi', 'POST /circles', {
		...{ name: 'Ladders', joining: 'closed', members: ids }
	});
	const kofi = await as('Kofi');
	await open(kofi, `/people/circles/${circle}`);
	await kofi.getByLabel('Ask the circle').fill('Who checks the ladders?');
	await kofi.getByRole('button', { name: 'Ask it' }).click();
	await kofi.getByRole('link', { name: 'Who checks the ladders?' }).waitFor();

	const mei = await as('Mei', { viewport: phone });
	await open(mei, `/people/circles/${circle}`);
	await mei.getByLabel('Ask the circle').fill('Is it all right to say no?');
	await mei.getByRole('checkbox', { name: 'Without my name.' }).check();
	await mei.getByRole('button', { name: 'Ask it' }).click();
	await mei.getByText('It comes out without your name: ').waitFor();
	expect(await mei.getByRole('link', { name: 'Is it all right' }).count()).toBe(0);
	await look(mei, `/people/circles/${circle}`, 'mei-asks-circle');

	await open(mei, `/people/circles/${circle}`);
	await mei.getByRole('link', { name: 'Who checks the ladders?' }).click();
	await mei.getByLabel('Add a comment').fill('I do, on Mondays.');
	await mei.getByRole('button', { name: 'Comment' }).click();
	await mei.getByText('I do, on Mondays.').waitFor();
	await mei.getByRole('link', { name: 'Say it instead' }).click();
	await mei.getByRole('heading', { name: 'Say it', level: 1 }).waitFor();
	expect(mei.complaints()).toEqual([]);
	await open(kofi, `/people/circles/${circle}`);
	await kofi.getByText('1 answer').waitFor();
	await kofi.getByRole('link', { name: 'Who checks the ladders?' }).click();
	await kofi.getByText('I do, on Mondays.').waitFor();
	await look(kofi, new URL(kofi.url()).pathname, 'kofi-question');
	expect(kofi.complaints()).toEqual([]);
});
