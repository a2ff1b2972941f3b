import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { getFile, uploadFile } from '#modules/documents/server/files.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import {
	addSubmission,
	saveSubmission,
	shareSubmission
} from '#modules/series/server/submissions.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';

import { answerConsent, consents } from './consent.ts';
import { addAgreed, addToPage, publishFromTraining } from './keeping.ts';
import { handOverPage } from './owning.ts';
import { getPage } from './pages.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let siti: Actor;
let liam: Actor;
let night: string;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	siti = await person('Siti', { zone: 'Asia/Brunei' });
	liam = await person('Liam', { zone: 'Australia/Brisbane', steward: true });
	night = (
		await createCircle(darcy, {
			name: 'Night shift',
			joining: 'closed',
			members: [kofi.id, mei.id]
		})
	).id;
	const { id, parts } = await createSeries(kofi, {
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
	await publishSeries(kofi, { series: id });
});
afterAll(() => close());

/** What Darcy shared with the night shift alone, in a page for everyone that Kofi made and Siti keeps now. */
async function askedByKofiKeptBySiti(markdown = 'We answer at three fixed hours.') {
	const { id: submission } = await addSubmission(darcy, {
		training,
		title: 'How the night does it',
		markdown,
		audience: `circle:${night}`
	});
	const { page, waiting } = await publishFromTraining(kofi, {
		training,
		submissions: [submission]
	});
	expect(waiting).toEqual([submission]);
	await handOverPage(kofi, { page, to: siti.id });
	return { page, submission };
}

const texts = async (actor: Actor, page: string) =>
	(await getPage(actor, { page })).blocks.map(({ text }) => text);

describe('a submission for one circle, a page for everyone, an owner outside that circle', () => {
	test('neither a stranger nor anybody but its author says yes to it', async () => {
		const { page, submission } = await askedByKofiKeptBySiti();
		const yes = { page, submission, agreed: true };
		await expect(answerConsent.ask(null, yes)).rejects.toThrow('Sign in first');
		await expect(consents.ask(null, {})).rejects.toThrow('Sign in first');
		for (const member of [kofi, mei])
			await expect(answerConsent(member, yes)).rejects.toThrow('not yours');
		for (const outsider of [siti, liam])
			await expect(answerConsent(outsider, yes)).rejects.toThrow('no such submission');
		expect(await addAgreed(siti, { page })).toEqual({ added: 0 });
		expect(await texts(siti, page)).toEqual(['Archive by default.']);
	});

	test('its author is told where they are asked, and by whom now', async () => {
		const { page, submission } = await askedByKofiKeptBySiti();
		const { items } = await consents(darcy, {});
		const asked = items.find((item) => item.page === page);
		expect(asked).toMatchObject({
			submission,
			title: 'Tidy inboxes',
			audience: 'everyone',
			opening: 'How the night does it',
			owner: { name: 'Siti' },
			url: `/library/${page}#asks-you`
		});
		expect((await getPage(darcy, { page })).may.answer).toEqual([submission]);
		expect((await consents(mei, {})).items).toEqual([]);
		expect((await getPage(mei, { page })).may.answer).toEqual([]);
	});

	test('a yes hands the words over as they stand, and one act puts them in, credited', async () => {
		const { page, submission } = await askedByKofiKeptBySiti();
		const seen = await listSubmissions(siti, { training });
		expect(seen.items.map(({ id }) => id)).not.toContain(submission);
		await answerConsent(darcy, { page, submission, agreed: true });
		await saveSubmission(darcy, {
			submission,
			markdown: 'We answer at three fixed hours. Ama snores.'
		});
		await shareSubmission(darcy, { submission });
		expect((await getPage(siti, { page })).sources).toMatchObject([
			{ submission, author: { name: 'Darcy' }, state: 'agreed' }
		]);
		expect(await addAgreed(siti, { page })).toEqual({ added: 1 });
		const read = await getPage(liam, { page });
		expect(read.blocks.map(({ text, authors, from }) => [text, authors, from])).toEqual([
			['Archive by default.', [kofi.id], null],
			['How the night does it', [darcy.id], submission],
			['We answer at three fixed hours.', [darcy.id], submission]
		]);
		expect(await addAgreed(siti, { page })).toEqual({ added: 0 });
		expect((await consents(darcy, {})).items.map((item) => item.page)).not.toContain(page);
		await expect(answerConsent(darcy, { page, submission, agreed: false })).rejects.toThrow(
			'stand in the page already'
		);
	});

	test('pictures come along with the words, for their readers there', async () => {
		const create = { width: 40, height: 30, channels: 3, background: '#2c6a5f' } as const;
		const file = (await sharp({ create }).png().toBuffer()).toString('base64');
		const picture = await uploadFile(darcy, { name: 'rota.png', file });
		const { page, submission } = await askedByKofiKeptBySiti(`![Our rota](${picture.src})`);
		for (const outsider of [siti, liam])
			await expect(getFile(outsider, { file: picture.id })).rejects.toThrow();
		await answerConsent(darcy, { page, submission, agreed: true });
		expect(await getFile(siti, { file: picture.id })).toBeDefined();
		await expect(getFile(liam, { file: picture.id })).rejects.toThrow();
		await addAgreed(siti, { page });
		expect(await getFile(liam, { file: picture.id })).toBeDefined();
	});

	test('a no keeps the words where they are; only its author and the owner know of it, and it may become a yes', async () => {
		const { page, submission } = await askedByKofiKeptBySiti();
		await answerConsent(darcy, { page, submission, agreed: false });
		expect(await addAgreed(siti, { page })).toEqual({ added: 0 });
		expect((await getPage(siti, { page })).sources).toMatchObject([{ state: 'declined' }]);
		for (const other of [kofi, mei, liam])
			expect((await getPage(other, { page })).sources).toEqual([]);
		await answerConsent(darcy, { page, submission, agreed: true });
		expect(await addAgreed(siti, { page })).toEqual({ added: 1 });
	});
});

test('asking and answering is told to the two of them and to nobody else', async () => {
	const { page, submission } = await askedByKofiKeptBySiti();
	await answerConsent(darcy, { page, submission, agreed: true });
	await runDue();
	const told = async (actor: Actor) =>
		(await listNotices(actor, {})).items
			.filter(({ url, verb }) => url === `/library/${page}` && verb !== 'moved to library')
			.map(({ verb, actor }) => `${actor?.name} ${verb}`)
			.toSorted();
	expect(await told(darcy)).toEqual(['Kofi asked consent']);
	expect(await told(siti)).toEqual(['Darcy agreed', 'Kofi handed over']);
	for (const other of [mei, liam]) expect(await told(other)).toEqual([]);
});

test('what is shared later joins the page by its owner, once; what nobody shared does not', async () => {
	const { page } = await publishFromTraining(kofi, { training });
	const { id: open } = await addSubmission(mei, { training, markdown: 'I keep two folders.' });
	const add = { page, submissions: [open] };
	await expect(addToPage.ask(null, add)).rejects.toThrow('Sign in first');
	await expect(addToPage(mei, add)).rejects.toThrow('not yours');
	expect(await addToPage(kofi, add)).toEqual({ added: 1, waiting: [] });
	expect(await addToPage(kofi, add)).toEqual({ added: 0, waiting: [] });
	expect(await texts(siti, page)).toEqual(['Archive by default.', 'I keep two folders.']);
	await expect(addToPage(kofi, { page, submissions: [page] })).rejects.toThrow(
		'no such submission'
	);
});
