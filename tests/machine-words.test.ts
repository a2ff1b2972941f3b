import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { look } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people', undefined, { SPEECH_TO_TEXT: 'echo Count the lanterns of' });

test('Darcy lets a machine write down what he said; Mei reads whose words they are, until he has read and saved them', async () => {
	const track = await at.place().speak('Darcy', { title: 'Closing up', audience: 'everyone' });
	const darcy = await visit(at.browser(), at.place(), 'Darcy', { viewport: phone });
	const words = `/tracks/${track}/words`;
	await open(darcy, words);
	await darcy.getByRole('button', { name: 'Let a machine write it down' }).click();
	await darcy.getByText('A machine is writing it down').waitFor();
	await expect
		.poll(async () => {
			await open(darcy, words);
			const [first] = await darcy.getByLabel(/^The part at|^Part 1$/).all();
			return first?.inputValue();
		})
		.toMatch(/^Count the lanterns of/);
	expect(await darcy.getByRole('button', { name: 'Let a machine' }).count()).toBe(0);
	await look(darcy, words, 'darcy-machine-words');

	const mei = await visit(at.browser(), at.place(), 'Mei');
	await look(mei, `/tracks/${track}`, 'mei-machine-words');
	await mei.getByText('Written by a machine').waitFor();
	await open(darcy, words);
	await darcy.getByLabel(/^Part 1$/).fill('Count the lanterns twice');
	await darcy.getByRole('button', { name: 'Save the words' }).click();
	await darcy.getByText('Count the lanterns twice').waitFor();
	await open(mei, `/tracks/${track}`);
	await mei.getByText('Count the lanterns twice').waitFor();
	expect(await mei.getByText('Written by a machine').count()).toBe(0);
	expect([...darcy.complaints(), ...mei.complaints()]).toEqual([]);
});
