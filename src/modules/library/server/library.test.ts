import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { postComment, withdrawComment } from '#modules/discussion/server/comments.ts';
import { listComments } from '#modules/discussion/server/reading.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { answerConsent } from './consent.ts';
import { addAgreed, publishFromTraining } from './keeping.ts';
import { getPage, listPages } from './pages.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let training: string;
let open: string;
let narrow: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi');
	mei = await person('Mei');
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'Tidy inboxes',
				markdown: 'Archive by default.',
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
	open = (
		await addSubmission(kofi, { training, title: 'Two folders', markdown: 'I keep two folders.' })
	).id;
	narrow = (
		await addSubmission(mei, {
			training,
			markdown: 'Secret trick for Darcy.',
			audience: `people:${darcy.id}`
		})
	).id;
});
afterAll(() => close());

test('a stranger moves nothing to the library, and neither does a reader', async () => {
	await expect(publishFromTraining.ask(null, { training })).rejects.toThrow('Sign in first');
	await expect(publishFromTraining(kofi, { training })).rejects.toThrow('not yours');
});

test('a page credits each block to its author, and a narrower submission waits for its author', async () => {
	const { page, waiting } = await publishFromTraining(darcy, {
		training,
		submissions: [open, narrow]
	});
	expect(waiting).toEqual([narrow]);
	const read = await getPage(kofi, { page });
	expect(read.blocks.map(({ text, authors, from }) => [text, authors, from])).toEqual([
		['Archive by default.', [darcy.id], null],
		['Two folders', [kofi.id], open],
		['I keep two folders.', [kofi.id], open]
	]);
	expect(read.colophon.map(({ name }) => name)).toEqual(['Darcy', 'Kofi']);
	expect(read.training).toEqual({ id: training, title: 'Tidy inboxes' });
	await answerConsent(mei, { page, submission: narrow, agreed: true });
	expect(await addAgreed(darcy, { page })).toEqual({ added: 1 });
	expect((await getPage(kofi, { page })).colophon.map(({ name }) => name)).toEqual([
		'Darcy',
		'Kofi',
		'Mei'
	]);
	expect((await listPages(kofi, { training })).items).toMatchObject([
		{ id: page, submissions: [open] }
	]);
	const toMei = (await listPages(mei, { training })).items[0]!.submissions!;
	expect(toMei.toSorted()).toEqual([open, narrow].toSorted());
});

test('search finds titles, bodies, submissions and comments, and forgives accents and slips', async () => {
	const { id } = await postComment(kofi, {
		about: { kind: 'training', id: training },
		markdown: 'Déjà vu @Mei'
	});
	const kinds = async (actor: Actor, q: string) =>
		(await find(actor, { q })).items.map((item) => item.kind);
	expect(await kinds(mei, 'deja')).toEqual(['comment']);
	expect(await kinds(mei, 'folders')).toContain('submission');
	expect(await kinds(mei, 'foldrs')).toContain('submission');
	expect(await kinds(mei, 'tidy inb')).toContain('training');
	expect(await kinds(kofi, 'secret')).toEqual(['page']);
	expect((await listComments(mei, { kind: 'training', id: training })).items).toHaveLength(1);
	await withdrawComment(kofi, { comment: id });
	expect(await kinds(mei, 'deja')).toEqual([]);
	expect((await listComments(mei, { kind: 'training', id: training })).items).toEqual([]);
});
