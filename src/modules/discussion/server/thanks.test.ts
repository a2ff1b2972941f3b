import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { postComment } from './comments.ts';
import { listComments } from './reading.ts';
import { giveThanks, listThanks, takeBackThanks } from './thanks.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let ama: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi');
	mei = await person('Mei');
	ama = await person('Ama');
	const { id, parts } = await createSeries(darcy, {
		title: 'Writing',
		audience: `people:${kofi.id},${mei.id}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'Letters', markdown: 'One.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	training = parts[0]!.training;
});
afterAll(() => close());

async function amount(id: string) {
	const row = await asSystem('keeping counts', (tx) =>
		tx
			.selectFrom('tally')
			.select('amount')
			.where('subject_id', '=', id)
			.where('what', '=', 'thanks')
			.where('block_id', '=', '')
			.executeTakeFirst()
	);
	return row?.amount ?? 0;
}

test('a stranger thanks for nothing', async () => {
	for (const door of [giveThanks, takeBackThanks, listThanks])
		await expect(door.ask(null, {})).rejects.toThrow('Sign in first');
});

test('somebody outside the audience neither thanks nor sees who did', async () => {
	const about = { kind: 'training', id: training };
	await giveThanks(kofi, { about });
	await expect(giveThanks(ama, { about })).rejects.toMatchObject({ code: 'not_found' });
	await expect(takeBackThanks(ama, { about })).rejects.toMatchObject({ code: 'not_found' });
	expect((await listThanks(ama, { ids: training })).items).toEqual([]);
	expect((await listThanks(mei, { ids: training })).items).toEqual([
		{ subject: training, block: '', person: { id: kofi.id, name: 'Kofi' }, mine: false }
	]);
	await takeBackThanks(kofi, { about });
});

test('thanks are counted once however often they are said, and taken back once', async () => {
	const about = { kind: 'training', id: training };
	await giveThanks(kofi, { about });
	await giveThanks(kofi, { about });
	await giveThanks(mei, { about });
	expect(await amount(training)).toBe(2);
	await takeBackThanks(kofi, { about });
	await takeBackThanks(kofi, { about });
	expect(await amount(training)).toBe(1);
});

test('a comment shows by name who thanked for it', async () => {
	const { id } = await postComment(darcy, {
		about: { kind: 'training', id: training },
		markdown: 'Ask me.'
	});
	await giveThanks(mei, { about: { kind: 'comment', id } });
	freezeAt(now().add({ seconds: 1 }));
	await giveThanks(kofi, { about: { kind: 'comment', id } });
	const { items } = await listComments(kofi, { kind: 'training', id: training });
	expect(items[0]).toMatchObject({ thanked: true, thanks: ['Mei', 'Kofi'], moreThanks: 0 });
	const [seen] = (await listComments(darcy, { kind: 'training', id: training })).items;
	expect(seen).toMatchObject({ thanked: false, may: { thank: false } });
});
