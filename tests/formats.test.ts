import { expect, test } from 'vitest';
import { open, phone, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import { later } from './later.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people');

const as = (who: Name, options?: Parameters<typeof visit>[3]): Promise<Watched> =>
	visit(at.browser(), at.place(), who, options);

test('Darcy says how a training is given and offers an hour; Mei sees it in her own, puts it into her calendar, and is offered slides first from then on', async () => {
	const { parts } = await at
		.place()
		.api<{ id: string; parts: { training: string }[] }>('Darcy', 'POST /series', {
			title: 'Lantern talk',
			audience: 'everyone',
			expectation: { level: 'offered' },
			parts: [
				{
					title: 'How lanterns are lit',
					opens: '2027-01-18',
					closes: '2027-01-31',
					markdown: '## The wick\n\nTrim it first.'
				}
			]
		})
		.then(async (made) => {
			await at.place().api('Darcy', `POST /series/${made.id}/publication`, {});
			return made;
		});
	const path = `/trainings/${parts[0]!.training}` as const;
	const darcy = await as('Darcy', { viewport: phone });
	await open(darcy, path);
	await darcy.getByRole('link', { name: 'Ways to take it' }).click();
	await darcy.getByLabel('It is given as').selectOption({ label: 'Lightning talk' });
	await darcy.locator('form', { hasText: 'It is given as' }).getByRole('button').click();
	await darcy.getByText('Saved', { exact: true }).waitFor();
	await darcy.getByText('Offer an hour to meet').click();
	await darcy.getByLabel('Day').fill('2030-01-21');
	await darcy.getByLabel('Time').fill('09:00');
	await darcy.getByLabel('Room, or the address of the call').fill('https://calls.example.org/7');
	await darcy.getByRole('button', { name: 'Offer it' }).click();
	await darcy.getByRole('link', { name: 'Add to my calendar' }).waitFor();
	const hour = { format: 'in_person', day: '2030-01-22', time: '09:00', place: 'Room 4' };
	await at.place().api('Darcy', `POST ${path}/meetings`, hour);
	await look(darcy, `${path}/formats`, 'darcy-formats');

	const mei = await as('Mei');
	await open(mei, path);
	await mei.getByText('Lightning talk ·').waitFor();
	await mei.getByRole('link', { name: /^Live call: / }).click();
	const [file] = await Promise.all([
		mei.waitForEvent('download'),
		mei.getByRole('link', { name: 'Add to my calendar' }).first().click()
	]);
	expect(file.suggestedFilename()).toBe('meeting.ics');
	await look(mei, `${path}/formats`, 'mei-formats');
	await mei.getByRole('link', { name: 'See it as slides', exact: true }).click();
	await mei.waitForURL('**/slides');
	await open(mei, path);
	await mei.getByRole('link', { name: 'See it as slides, as you like it' }).waitFor();
	await open(mei, `${path}/formats`);
	await mei.getByLabel('What I am offered first').selectOption({ label: 'The text' });
	await mei.locator('form', { hasText: 'offered first' }).getByRole('button').click();
	await mei.getByText('Remembered.').waitFor();
	await open(mei, path);
	await mei.getByRole('link', { name: 'See it as slides', exact: true }).waitFor();
	await look(mei, path, 'mei-training-in-forms');
	await mei.getByRole('link', { name: 'Have a machine read it' }).click();
	await mei.getByText('Nobody has read this text aloud yet').waitFor();

	await open(darcy, `${path}/formats`);
	const back = darcy.getByRole('button', { name: /^Take it back/ });
	await back.first().click();
	await darcy.getByRole('button', { name: 'Undo' }).click();
	await darcy.getByText('Live call').first().waitFor();
	for (const left of [1, 0]) {
		await back.first().click();
		await later(
			() => back.count(),
			(count) => count === left
		);
	}
	await darcy.getByText('Nobody offers an hour for it now').waitFor();
	expect([...mei.complaints(), ...darcy.complaints()]).toEqual([]);

	await darcy.getByText('Offer an hour to meet').click();
	await darcy.getByLabel('Day').fill('2020-01-20');
	await darcy.getByLabel('Time').fill('09:00');
	await darcy.getByLabel('Room, or the address of the call').fill('Room 4');
	await darcy.getByRole('button', { name: 'Offer it' }).click();
	await darcy.getByText('Choose an hour to come').waitFor();
	expect(await darcy.getByLabel('Room, or the address of the call').inputValue()).toBe('Room 4');
}, 120_000);
