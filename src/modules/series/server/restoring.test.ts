import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { compareVersions, documentVersions } from '#modules/documents/server/history.ts';
import { createPage, editPage, restorePageVersion } from '#modules/library/server/writing.ts';
import { getPage } from '#modules/library/server/pages.ts';
import { createSeries } from './planning.ts';
import {
	getTrainingDraft,
	publishSeries,
	publishTraining,
	restoreTraining,
	saveTraining
} from './publishing.ts';
import { getTraining } from './reading.ts';
import { listSubmissions } from './submission-reading.ts';
import { restoreSubmissionVersion } from './submission-versions.ts';
import { addSubmission, saveSubmission, shareSubmission } from './submissions.ts';
import { addTrainer } from './team.ts';
import { checkOff } from './taking-part.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	mei = await person('Mei');
	kofi = await person('Kofi');
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'Sittings',
				markdown: 'Answer at three fixed times.\n\nClose the window.',
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
	await addTrainer(darcy, { training, person: mei.id });
	await publishTraining(mei, {
		training,
		title: 'Two sittings',
		markdown: 'Close the window for good.\n\nAnswer at two fixed times.\n\nTell your team.'
	});
});
afterAll(() => close());

test('a stranger and a mere reader make no version the newest', async () => {
	await expect(restoreTraining.ask(null, {})).rejects.toThrow('Sign in first');
	await expect(restoreTraining(kofi, { training, number: 1 })).rejects.toThrow('not yours');
});

test('whoever reads it compares any two versions, with who wrote what is new', async () => {
	const { blocks, title } = await compareVersions(kofi, { document: training, from: 1, to: 2 });
	expect(title).toEqual({ before: 'Sittings', after: 'Two sittings' });
	expect(
		blocks.map(({ kind, moved, authors }) => [kind, moved, authors.map(({ name }) => name)])
	).toEqual([
		['changed', false, ['Darcy', 'Mei']],
		['changed', true, ['Darcy', 'Mei']],
		['added', false, ['Mei']]
	]);
	await expect(compareVersions(kofi, { document: training, from: 1, to: 9 })).rejects.toThrow(
		'nothing here'
	);
});

test('an older version is made the newest as a version of its own: words, title, credit and block ids are as they were', async () => {
	await checkOff(kofi, { training, version: 2 });
	const { version } = await restoreTraining(mei, { training, number: 1 });
	const now = await getTraining(kofi, { training });
	expect([version, now.version, now.title]).toEqual([3, 3, 'Sittings']);
	expect(now.note).toBe('as version 1 was');
	expect(now.blocks.map(({ text, authors }) => [text, authors])).toEqual([
		['Answer at three fixed times.', [darcy.id]],
		['Close the window.', [darcy.id]]
	]);
	const { items } = await documentVersions(mei, { document: training });
	expect(items.map(({ number, may }) => [number, may.restore])).toEqual([
		[3, false],
		[2, true],
		[1, true]
	]);
	expect((await getTrainingDraft(darcy, { training })).markdown).toContain('three fixed times');
	await expect(restoreTraining(mei, { training, number: 3 })).rejects.toThrow('newest');
});

test('what Darcy is writing and has not published is still there afterwards', async () => {
	await saveTraining(darcy, { training, markdown: 'A whole new beginning.' });
	await restoreTraining(mei, { training, number: 2 });
	expect((await getTraining(kofi, { training })).title).toBe('Two sittings');
	expect((await getTrainingDraft(darcy, { training })).markdown).toContain('whole new beginning');
});

test('a submission says that it was edited, and goes back to what it was by its author alone', async () => {
	const { id } = await addSubmission(kofi, { training, markdown: 'I read at ten.' });
	await saveSubmission(kofi, { submission: id, markdown: 'I read at eleven.' });
	await shareSubmission(kofi, { submission: id });
	const shown = async () => (await listSubmissions(mei, { training })).items[0]!;
	expect((await shown()).edited).not.toBeNull();
	await expect(restoreSubmissionVersion(darcy, { submission: id, number: 1 })).rejects.toThrow(
		'not yours'
	);
	await restoreSubmissionVersion(kofi, { submission: id, number: 1 });
	expect((await shown()).markdown.trim()).toBe('I read at ten.');
});

test('so does a page of the library', async () => {
	const { page } = await createPage(darcy, { title: 'Handover', markdown: 'Who, what, by when.' });
	await editPage(darcy, { page, title: 'Handovers', markdown: 'Only what.' });
	await expect(restorePageVersion(kofi, { page, number: 1 })).rejects.toThrow('not yours');
	expect(await restorePageVersion(darcy, { page, number: 1 })).toEqual({ version: 3 });
	expect(await getPage(kofi, { page })).toMatchObject({ title: 'Handover' });
});
