import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { answerFollowUp } from './answers.ts';
import { evidence } from './evidence.ts';
import { myFollowUps } from './follow-ups.ts';
import { same, takeBackSame } from './same.ts';
import { adopt, endAdoption } from './taking-up.ts';

let close: () => Promise<void>;
let darcy: Actor;
let people: Actor[];
let training: string;
let block: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Chicago' });
	people = await Promise.all(
		['Kofi', 'Mei', 'Aoife', 'Somchai', 'Layla', 'Jack'].map((name) =>
			person(name, { zone: 'Africa/Accra' })
		)
	);
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'One',
				markdown: 'Plan the day.\n\nClose the inbox.',
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
	block = (await getTraining(darcy, { training })).blocks[1]!.id;
});
afterAll(() => close());

test('a stranger takes up nothing', async () => {
	await expect(adopt.ask(null, { document: training, blocks: [block] })).rejects.toThrow(
		'Sign in first'
	);
});

test('adopting asks again four weeks on, on a working day, with the passage and the own words', async () => {
	const kofi = people[0]!;
	const { id, askOn } = await adopt(kofi, {
		document: training,
		blocks: [block],
		why: 'Too many pings',
		how: 'Twice a day'
	});
	expect(askOn).toBe('2027-02-15');
	const { items } = await myFollowUps(kofi, {});
	expect(items).toMatchObject([
		{ id, words: 'Too many pings\nTwice a day', text: 'Close the inbox.', title: 'One' }
	]);
	expect((await getTraining(kofi, { training })).mine.contributed).toBe(true);
	await endAdoption(kofi, { adoption: id });
	expect((await myFollowUps(kofi, {})).items).toEqual([]);
});

test('a chosen Sunday moves to the Monday after it', async () => {
	const { askOn } = await adopt(people[1]!, {
		document: training,
		blocks: [block],
		askOn: '2027-02-07'
	});
	expect(askOn).toBe('2027-02-08');
});

test('a passage that is not in the text is refused with its field', async () => {
	await expect(
		adopt(people[1]!, { document: training, blocks: ['nothere'] })
	).rejects.toMatchObject({
		fields: [{ field: 'blocks' }]
	});
});

test('outcomes show from five adopters on, and who dropped it is told to nobody', async () => {
	const five = people.slice(1, 6);
	for (const each of five.slice(1)) await adopt(each, { document: training, blocks: [block] });
	expect((await evidence(darcy, { documents: training })).blocks).toMatchObject([
		{ block, tried: 5, kept: 0 }
	]);
	freezeAt(Temporal.Instant.from('2027-03-01T12:00:00Z'));
	const answers = ['kept', 'kept', 'changed', 'dropped'] as const;
	for (const [i, outcome] of answers.entries()) {
		const { items } = await myFollowUps(five[i]!, { due: true });
		await answerFollowUp(five[i]!, {
			followUp: items[0]!.id,
			outcome,
			note: outcome === 'changed' ? 'Three times a day' : '',
			showVariant: outcome === 'changed'
		});
	}
	const { blocks, variants } = await evidence(darcy, { documents: training });
	expect(blocks).toEqual([{ document: training, block, tried: 5, kept: 2, changed: 1, same: 0 }]);
	expect(variants.map(({ person: { name }, words }) => [name, words])).toEqual([
		['Somchai', 'Three times a day']
	]);
	expect(JSON.stringify(await evidence(five[0]!, { documents: training }))).not.toContain(
		'dropped'
	);
});

test('nobody answers for another, and nobody twice', async () => {
	const jack = people[5]!;
	const [open] = (await myFollowUps(jack, {})).items;
	await expect(answerFollowUp(darcy, { followUp: open!.id, outcome: 'kept' })).rejects.toThrow(
		'nothing here'
	);
	await answerFollowUp(jack, { followUp: open!.id, outcome: 'kept' });
	await expect(answerFollowUp(jack, { followUp: open!.id, outcome: 'dropped' })).rejects.toThrow(
		'have said'
	);
});

test('"I already do this" is one tap that may grow into a sentence and be taken back', async () => {
	const { id } = await same(darcy, { document: training, blocks: [block] });
	expect(await same(darcy, { document: training, blocks: [block], note: 'Since 2019' })).toEqual({
		id
	});
	const { same: shown } = await evidence(people[0]!, { documents: training });
	expect(shown).toMatchObject([{ person: { name: 'Darcy' }, note: 'Since 2019', mine: false }]);
	await takeBackSame(darcy, { same: id });
	expect((await evidence(people[0]!, { documents: training })).same).toEqual([]);
});
