import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

test('Mei lets all who read the training see what she wrote; what she says in it she hears again before they do', async () => {
	const place = at.place();
	const { id, parts } = await place.api<{ id: string; parts: { training: string }[] }>(
		'Darcy',
		'POST /series',
		{
			...{ title: 'Calm days', audience: 'everyone', expectation: { level: 'offered' } },
			parts: [
				{ title: 'One', opens: '2027-01-18', closes: '2027-01-31', markdown: 'Count the lanterns.' }
			]
		}
	);
	await place.api('Darcy', `POST /series/${id}/publication`);
	const { training } = parts[0]!;
	const track = await place.speak('Mei', { title: 'Three breaths', said: true });
	const { id: darcy } = await place.api<{ id: string }>('Darcy', 'GET /me');
	await place.api('Mei', `POST /trainings/${training}/submissions`, {
		markdown: `What I do:\n\n[Three breaths](/tracks/${track})`,
		audience: `people:${darcy}`
	});

	const mei = await visit(at.browser(), place, 'Mei', { viewport: phone });
	await open(mei, `/trainings/${training}`);
	await mei.getByRole('button', { name: 'Let all who see the training see it' }).click();
	await mei.waitForURL('**/say/wider/*');
	await mei.getByRole('heading', { name: 'Who hears you in it' }).waitFor();
	await lookAt(mei, 'mei-hears-again');

	const kofi = await visit(at.browser(), place, 'Kofi');
	const heard = () =>
		place.api('Kofi', `GET /tracks/${track}`).then(
			() => true,
			() => false
		);
	expect(await heard()).toBe(false);
	await mei.getByRole('button', { name: 'Listen: Three breaths' }).click();
	await mei.getByLabel('I heard it again').check();
	await mei.getByRole('button', { name: 'Let them hear it' }).click();
	await mei.waitForURL(`**/trainings/${training}*`);
	expect(await heard()).toBe(true);
	await open(kofi, `/trainings/${training}`);
	await kofi.getByRole('link', { name: 'Three breaths' }).waitFor();
	expect([...mei.complaints(), ...kofi.complaints()]).toEqual([]);
});
