import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	listComments,
	postComment,
	restoreComment,
	withdrawComment
} from '#modules/discussion/server/comments.ts';
import { createPage, restorePage } from '#modules/library/server/writing.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { addSteward, removeSteward } from '#modules/people/server/stewards.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { addSubmission, restoreSubmission } from '#modules/series/server/submissions.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { freezeAt } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { bringReportedBack, leaveReported, setReportedAside } from './deciding.ts';
import { getReport, getSetAside, listReports } from './reading.ts';
import { makeReport, reportable } from './reporting.ts';

let close: () => Promise<void>;
let darcy: Actor, mei: Actor, kofi: Actor, siti: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	[darcy, mei, kofi] = [await person('Darcy'), await person('Mei'), await person('Kofi')];
	siti = await person('Siti', { steward: true });
	const { id, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: `people:${mei.id},${kofi.id}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'One', markdown: 'Text.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	training = parts[0]!.training;
	await publishSeries(darcy, { series: id });
});
beforeEach(() => freezeAt(Temporal.Instant.from('2027-01-20T12:00:00Z')));
afterAll(() => close());

async function say(who: Actor, markdown: string): Promise<string> {
	const { id } = await postComment(who, { about: { kind: 'training', id: training }, markdown });
	return id;
}

async function said(who: Actor): Promise<string[]> {
	const { items } = await listComments(who, { kind: 'training', id: training });
	return items.map(({ markdown }) => markdown);
}

async function told(who: Actor): Promise<string[]> {
	await runDue();
	return (await listNotices(who, {})).items.map(({ verb, title }) => `${verb}: ${title}`);
}

test('a stranger, and whoever is not among its readers, cannot report a thing or learn that it is there', async () => {
	const comment = await say(mei, 'Between us');
	for (const door of [makeReport, reportable])
		await expect(
			door.ask(null, { kind: 'comment', id: comment, words: 'x' })
		).rejects.toMatchObject({ code: 'forbidden' });
	const yaw = await person('Yaw');
	for (const id of [comment, mei.id])
		await expect(makeReport(yaw, { kind: 'comment', id, words: 'x' })).rejects.toMatchObject({
			code: 'not_found'
		});
});

describe('a comment that hurts', () => {
	let comment: string;
	let report: string;

	test('is shown to the stewards with the words of whoever reports it; its author learns nothing', async () => {
		comment = await say(mei, 'Whoever asks that is **lazy**');
		const about = { kind: 'comment', id: comment };
		expect((await reportable(kofi, about)).quote).toBe('Whoever asks that is lazy');
		report = (await makeReport(kofi, { ...about, words: 'This is about me' })).id;
		expect((await makeReport(kofi, { ...about, words: 'Again' })).id).toBe(report);
		await makeReport(darcy, { ...about, words: 'Not how we speak' });
		expect(await told(siti)).toEqual([
			'brought to: Whoever asks that is lazy',
			'brought to: Whoever asks that is lazy'
		]);
		const seen = await getReport(siti, { report });
		expect(seen).toMatchObject({
			report: {
				quote: 'Whoever asks that is lazy',
				words: 'This is about me',
				by: { name: 'Kofi' },
				url: null,
				may: { decide: true }
			},
			others: [{ words: 'Not how we speak', by: { name: 'Darcy' } }]
		});
		expect((await told(mei)).join()).not.toContain('brought to');
		await expect(getReport(mei, { report })).rejects.toMatchObject({ code: 'not_found' });
		expect((await listReports(mei, {})).items).toEqual([]);
		expect((await listReports(kofi, {})).items).toHaveLength(1);
		await expect(makeReport(mei, { ...about, words: 'Mine' })).rejects.toMatchObject({
			code: 'invalid'
		});
	});

	test('is looked after by stewards alone, and not by one who wrote it', async () => {
		await expect(setReportedAside(kofi, { report, words: 'I say so' })).rejects.toMatchObject({
			code: 'forbidden'
		});
		await addSteward(siti, { person: mei.id });
		const steward = { ...mei, steward: true };
		for (const act of [
			() => getReport(steward, { report }),
			() => leaveReported(steward, { report }),
			() => setReportedAside(steward, { report, words: 'Mine' })
		])
			await expect(act()).rejects.toMatchObject({ code: 'not_found' });
		expect((await listReports(steward, {})).items).toEqual([]);
		await removeSteward(siti, { person: mei.id });
	});

	test('once set aside is seen and found by nobody, is not counted, and its author reads why', async () => {
		const counted = async () => (await getTraining(kofi, { training })).counts.comments;
		const before = await counted();
		expect(await said(kofi)).toContain('Whoever asks that is **lazy**');
		const { aside } = await setReportedAside(siti, {
			report,
			words: 'We do not call people names'
		});
		expect(await said(kofi)).not.toContain('Whoever asks that is **lazy**');
		expect(await counted()).toBe(before - 1);
		expect((await find(kofi, { q: 'lazy' })).items).toEqual([]);
		expect(await told(mei)).toContain('set aside: Whoever asks that is lazy');
		expect(await getSetAside(mei, { aside })).toMatchObject({
			words: 'We do not call people names',
			quote: 'Whoever asks that is lazy',
			by: { name: 'Siti' },
			broughtBack: null
		});
		await expect(getSetAside(kofi, { aside })).rejects.toMatchObject({ code: 'not_found' });
		for (const who of [kofi, darcy])
			expect(await told(who)).toContain('looked at: Whoever asks that is lazy');
		expect((await listReports(kofi, {})).items[0]!.closed).toMatchObject({
			outcome: 'set aside',
			by: { name: 'Siti' }
		});
		await expect(leaveReported(siti, { report })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('is not brought back by its author, neither by the door nor by the database', async () => {
		await expect(restoreComment(mei, { comment })).rejects.toThrow('A steward set this aside');
		const gone = await as(mei.id, (tx) =>
			tx
				.deleteFrom('comment_withdrawal')
				.where('comment_id', '=', comment)
				.returning('at')
				.execute()
		);
		expect(gone).toEqual([]);
		const mine = (await listComments(mei, { kind: 'training', id: training })).items;
		expect(mine.find(({ id }) => id === comment)?.may.restore).toBe(false);
	});

	test('comes back by a steward to where it stood', async () => {
		await bringReportedBack(siti, { report });
		expect(await said(kofi)).toContain('Whoever asks that is **lazy**');
		expect((await find(kofi, { q: 'lazy' })).items).toHaveLength(1);
		expect(await told(mei)).toContain('brought back: Whoever asks that is lazy');
		expect((await getReport(kofi, { report })).report.closed?.outcome).toBe('brought back');
		await expect(bringReportedBack(siti, { report })).rejects.toMatchObject({ code: 'conflict' });
	});
});

test('what is left as it is stays, and whoever reported it reads the steward’s words', async () => {
	const comment = await say(mei, 'I disagree');
	const { id: report } = await makeReport(kofi, { kind: 'comment', id: comment, words: 'Rude' });
	await leaveReported(siti, { report, words: 'It is an opinion, kindly put' });
	expect(await said(kofi)).toContain('I disagree');
	expect((await getReport(kofi, { report })).report.closed).toMatchObject({
		outcome: 'left',
		words: 'It is an opinion, kindly put'
	});
	const again = await makeReport(kofi, { kind: 'comment', id: comment, words: 'Still' });
	expect(again.id).not.toBe(report);
});

test('a submission and a page are set aside and come back likewise, with their counts', async () => {
	const { id } = await addSubmission(mei, { training, markdown: 'A secret of ours' });
	const shared = async () => (await listSubmissions(kofi, { training })).items.map((one) => one.id);
	const { id: report } = await makeReport(kofi, { kind: 'submission', id, words: 'Not for here' });
	expect(await shared()).toContain(id);
	await setReportedAside(siti, { report, words: 'It names a customer' });
	expect(await shared()).not.toContain(id);
	await expect(restoreSubmission(mei, { submission: id })).rejects.toThrow('set this aside');
	await bringReportedBack(siti, { report });
	expect(await shared()).toContain(id);

	const { page } = await createPage(mei, {
		title: 'Ways',
		markdown: 'Words',
		audience: 'everyone'
	});
	const other = await makeReport(kofi, { kind: 'page', id: page, words: 'Copied' });
	await setReportedAside(siti, { report: other.id, words: 'Copied from a book' });
	await expect(restorePage(mei, { page })).rejects.toThrow('set this aside');
	await expect(makeReport(darcy, { kind: 'page', id: page, words: 'x' })).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('what its author withdrew meanwhile stays withdrawn when it is brought back', async () => {
	const comment = await say(mei, 'In anger');
	const { id: report } = await makeReport(kofi, { kind: 'comment', id: comment, words: 'Anger' });
	await withdrawComment(mei, { comment });
	await setReportedAside(siti, { report, words: 'So that it does not come back' });
	await expect(restoreComment(mei, { comment })).rejects.toThrow('set this aside');
	await bringReportedBack(siti, { report });
	expect(await said(kofi)).not.toContain('In anger');
	await restoreComment(mei, { comment });
	expect(await said(kofi)).toContain('In anger');
});

test('what the only steward wrote is reported to nobody, and whoever tries hears so', async () => {
	const { page } = await createPage(siti, {
		title: 'Rules',
		markdown: 'Words',
		audience: 'everyone'
	});
	await expect(makeReport(kofi, { kind: 'page', id: page, words: 'x' })).rejects.toThrow(
		'The only steward wrote this'
	);
});
