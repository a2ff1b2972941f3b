import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { documentVersion, documentVersions } from '#modules/documents/server/history.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { answerConsent } from './consent.ts';
import { addAgreed, publishFromTraining } from './keeping.ts';
import { handOverPage, widenPage } from './owning.ts';
import { getPage, listPages } from './pages.ts';
import {
	beginPage,
	createPage,
	editPage,
	getPageDraft,
	pageDrafts,
	restorePage,
	savePage,
	withdrawPage
} from './writing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let siti: Actor;
let liam: Actor;
let night: string;

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
});
afterAll(() => close());

const texts = async (actor: Actor, page: string) =>
	(await getPage(actor, { page })).blocks.map(({ text }) => text);

/** A training for the night shift, moved to the library with what Mei shared on it. */
async function nightPage() {
	const { id, parts } = await createSeries(kofi, {
		title: 'Nights',
		audience: `circle:${night}`,
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'Handing over',
				markdown: 'One line, one name.',
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	await publishSeries(kofi, { series: id });
	const training = parts[0]!.training;
	const { id: submission } = await addSubmission(mei, {
		training,
		markdown: 'Ama wakes me at two.'
	});
	const { page, waiting } = await publishFromTraining(kofi, {
		training,
		submissions: [submission]
	});
	expect(waiting).toEqual([]);
	return { page, submission };
}

describe('who reads a page', () => {
	test('are the people of its training, until its owner lets in more', async () => {
		const { page } = await nightPage();
		const wider = { page, audience: 'everyone' };
		await expect(widenPage.ask(null, wider)).rejects.toThrow('Sign in first');
		for (const member of [darcy, mei])
			await expect(widenPage(member, wider)).rejects.toThrow('not yours');
		for (const outsider of [siti, liam]) {
			await expect(getPage(outsider, { page })).rejects.toThrow('no such page');
			await expect(widenPage(outsider, wider)).rejects.toThrow('no such page');
		}
		await widenPage(kofi, wider);
		expect(await texts(siti, page)).toEqual(['One line, one name.']);
	});

	test('never become fewer', async () => {
		const { page } = await createPage(kofi, { title: 'Tea', markdown: 'Warm the pot.' });
		for (const audience of ['me', `circle:${night}`, `people:${mei.id}`])
			await expect(widenPage(kofi, { page, audience })).rejects.toThrow(
				expect.objectContaining({ fields: [expect.objectContaining({ field: 'audience' })] })
			);
		const { page: few } = await createPage(kofi, {
			title: 'Tea for two',
			markdown: 'Warm the pot.',
			audience: `people:${mei.id}`
		});
		await widenPage(kofi, { page: few, audience: `circle:${night}` });
		expect(await texts(darcy, few)).toEqual(['Warm the pot.']);
	});

	test('are not given what its author gave to fewer: it steps out and waits for a yes; earlier versions stay where they were', async () => {
		const { page, submission } = await nightPage();
		expect(await texts(darcy, page)).toEqual(['One line, one name.', 'Ama wakes me at two.']);
		expect(await widenPage(kofi, { page, audience: 'everyone' })).toEqual({
			waiting: [submission]
		});
		expect(await texts(siti, page)).toEqual(['One line, one name.']);
		expect((await find(siti, { q: 'wakes' })).items).toEqual([]);
		expect((await documentVersions(siti, { document: page })).items.map((v) => v.number)).toEqual([
			2
		]);
		await expect(documentVersion(siti, { document: page, number: 1 })).rejects.toThrow();
		expect((await documentVersion(darcy, { document: page, number: 1 })).markdown).toContain('Ama');
		expect((await getPage(mei, { page })).may.answer).toEqual([submission]);
		await answerConsent(mei, { page, submission, agreed: true });
		await addAgreed(kofi, { page });
		expect(await texts(siti, page)).toEqual(['One line, one name.', 'Ama wakes me at two.']);
	});
});

describe('a page handed over', () => {
	test('goes to somebody who reads it, by its owner, with all rights and nobody’s credit', async () => {
		const { page } = await nightPage();
		const to = { page, to: darcy.id };
		await expect(handOverPage.ask(null, to)).rejects.toThrow('Sign in first');
		await expect(handOverPage(darcy, to)).rejects.toThrow('not yours');
		await expect(handOverPage(siti, to)).rejects.toThrow('no such page');
		await expect(handOverPage(kofi, { page, to: siti.id })).rejects.toThrow(
			expect.objectContaining({ fields: [expect.objectContaining({ field: 'to' })] })
		);
		await handOverPage(kofi, to);
		const read = await getPage(darcy, { page });
		expect(read.owner.name).toBe('Darcy');
		expect(read.colophon.map(({ name }) => name)).toEqual(['Kofi', 'Mei']);
		expect(read.may).toMatchObject({ edit: true, own: true });
		expect((await getPage(kofi, { page })).may).toMatchObject({ edit: false, own: false });
		await expect(editPage(kofi, { page, markdown: 'Mine.' })).rejects.toThrow('not yours');
	});
});

describe('a page being written', () => {
	test('is its writer’s alone until it is published, for those chosen before', async () => {
		const begin = { title: 'Naps', audience: `circle:${night}` };
		for (const stranger of [beginPage.ask(null, begin), createPage.ask(null, begin)])
			await expect(stranger).rejects.toThrow('Sign in first');
		const { page } = await beginPage(kofi, begin);
		await savePage(kofi, { page, markdown: 'Twenty minutes.' });
		for (const other of [mei, liam]) {
			await expect(getPage(other, { page })).rejects.toThrow();
			await expect(getPageDraft(other, { page })).rejects.toThrow();
			await expect(savePage(other, { page, markdown: 'x' })).rejects.toThrow();
			expect((await listPages(other, {})).items.map(({ id }) => id)).not.toContain(page);
			expect((await find(other, { q: 'naps' })).items).toEqual([]);
		}
		expect((await pageDrafts(kofi, {})).items).toMatchObject([
			{ id: page, title: 'Naps', opening: 'Twenty minutes.', published: false }
		]);
		await expect(editPage(kofi, { page, markdown: '' })).rejects.toThrow(
			expect.objectContaining({ fields: [expect.objectContaining({ field: 'markdown' })] })
		);
		await editPage(kofi, { page });
		expect(await texts(mei, page)).toEqual(['Twenty minutes.']);
		expect((await find(mei, { q: 'naps' })).items.map(({ id }) => id)).toEqual([page]);
		await expect(getPage(liam, { page })).rejects.toThrow('no such page');
	});

	test('publishes what was agreed without what is half written', async () => {
		const { page } = await nightPage();
		await savePage(kofi, { page, markdown: 'One line, one name.\n\nHalf a thou' });
		await widenPage(kofi, { page, audience: 'everyone' });
		expect(await texts(siti, page)).toEqual(['One line, one name.']);
		expect((await getPageDraft(kofi, { page })).markdown).toContain('Half a thou');
	});
});

test('a withdrawn page is gone for others, kept for its owner, and comes back', async () => {
	const { page } = await createPage(kofi, { title: 'Quiet hours', markdown: 'Until nine.' });
	await expect(withdrawPage.ask(null, { page })).rejects.toThrow('Sign in first');
	await expect(withdrawPage(mei, { page })).rejects.toThrow('not yours');
	await withdrawPage(kofi, { page });
	await expect(getPage(mei, { page })).rejects.toThrow('no such page');
	await expect(documentVersions(mei, { document: page })).rejects.toThrow();
	expect((await listPages(kofi, {})).items.map(({ id }) => id)).not.toContain(page);
	expect((await find(kofi, { q: 'quiet hours' })).items).toEqual([]);
	expect((await getPage(kofi, { page })).withdrawn).toBe(true);
	await expect(restorePage(mei, { page })).rejects.toThrow('no such page');
	await restorePage(kofi, { page });
	expect(await texts(mei, page)).toEqual(['Until nine.']);
	expect((await find(mei, { q: 'quiet hours' })).items.map(({ id }) => id)).toEqual([page]);
});
