import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import sharp from 'sharp';
import * as tar from 'tar';
import { postComment } from '#modules/discussion/server/comments.ts';
import { listComments } from '#modules/discussion/server/reading.ts';
import { uploadFile } from '#modules/documents/server/files.ts';
import { beginPage, createPage, savePage } from '#modules/library/server/writing.ts';
import { getPage, listPages } from '#modules/library/server/pages.ts';
import { answerFollowUp } from '#modules/methods/server/answers.ts';
import { adopt } from '#modules/methods/server/taking-up.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { comeBack, depart } from '#modules/people/server/departing.ts';
import { eraseMe, erasePerson } from '#modules/people/server/erasing.ts';
import { chooseFace, changePassword } from '#modules/people/server/me.ts';
import { getPerson } from '#modules/people/server/persons.ts';
import { takeAlong } from '#modules/people/server/taking-along.ts';
import { updatesOf } from '#modules/documents/server/folding.ts';
import { find } from '#modules/search/server/find.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getSeries, getTraining } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { addSubmission, draftSubmission } from '#modules/series/server/submissions.ts';
import { packTakeAlong } from '#platform/server/backup/take-along.ts';
import { dump } from '#platform/server/backup/dump.ts';
import { now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { leavings } from '#platform/server/leaving.ts';
import { personColumns } from '#platform/server/person-rows.ts';
import { layOut } from '#platform/server/storage/bytes.ts';
import { filesBelow } from '#platform/server/storage/folder.ts';
import { openTestPlace, person } from '../testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let siti: Actor;
let series: string;
let training: string;
const password = 'slow waters carve deep';

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy Whitfield');
	mei = await person("Mei O'Saetang");
	kofi = await person('Kofi Asante');
	siti = await person('Siti Rahman', { steward: true });
	const made = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'Sittings',
				markdown: "Mei O'Saetang says: three sittings.\n\nClose the window.",
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	series = made.id;
	training = made.parts[0]!.training;
	await publishSeries(darcy, { series });
});
afterAll(() => close());

/** Somebody begins to write live, so that there is a log of what was typed. */
async function openInEditor(by: Actor, markdown: string): Promise<void> {
	const { page } = await beginPage(by, { title: 'Idea', audience: 'me' });
	await savePage(by, { page, markdown });
	await as(by.id, (tx) => updatesOf(tx, page, now().toString()));
}

/** Everything that the database and the files hold, as one text. */
async function everything(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'junto-search-'));
	await dump(folder);
	const tables = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
	const bytes = tables
		.flatMap((text) => text.match(/(?<=\\x)(?:[0-9a-f]{2})+/g) ?? [])
		.map((hex) => Buffer.from(hex, 'hex').toString());
	await layOut(join(folder, 'files'));
	const files = await filesBelow(join(folder, 'files'));
	const texts = files.map((path) => readFileSync(join(folder, 'files', path), 'latin1'));
	rmSync(folder, { recursive: true });
	return [...tables, ...bytes, ...files, ...texts].join('\n');
}

test('of every column that names a person it is known whether its row goes with them, or stays with nobody', async () => {
	const own = new Set(leavings().flatMap((each) => each.own ?? []));
	const columns = await asSystem('at the machine', personColumns);
	const going = columns.filter(({ table, column }) => own.has(table) && column === 'person_id');
	expect(going.map(({ table }) => table).toSorted()).toEqual([...own].toSorted());
	const stays = columns.filter((each) => !going.includes(each));
	expect(stays.map(({ table, column }) => `${table}.${column}`)).toEqual([
		...['adoption.person_id', 'audience_person.person_id', 'bringing_back.by_id'],
		...['call_invitation.by_id', 'call_mark.by_id', 'call_outcome.by_id'],
		'call_suggestion.by_id',
		...['circle.created_by', 'comment.author_id', 'contribution.person_id'],
		...['departure.by_id', 'departure.person_id', 'directory.heir_id'],
		...['directory_person.manager_id', 'document.created_by'],
		...['document_author.person_id', 'document_file.by_id', 'document_withdrawal.by_id'],
		...['document_writer.person_id', 'draft_update.person_id', 'erasure.person_id'],
		...['event.actor_id', 'file.owner_id', 'first_page.by_id'],
		...['first_request.by_id', 'invitation.by_id', 'invitation_acceptance.person_id'],
		...[
			'invitation_revocation.by_id',
			'letter.person_id',
			'listening_speed.voice_id',
			'mention.person_id'
		],
		...['mention_block.other_id', 'occasion.by_id', 'occasion_withdrawal.by_id'],
		...['page.owner_id', 'page_publication.by_id'],
		...['page_source.author_id', 'page_source_joining.by_id', 'place.welcomer_id'],
		...['playlist.owner_id', 'playlist_track.by_id', 'playlist_withdrawal.by_id'],
		'question.author_id',
		...['recording.person_id'],
		...['report_author.person_id', 'report_closure.by_id', 'retrospective.by_id'],
		...['same_here.person_id', 'series.created_by', 'series_cancellation.by_id'],
		...['series_feedback.person_id', 'series_origin.by_id', 'series_owner.person_id'],
		...['series_publication.by_id', 'setting_aside.by_id', 'setting_aside_author.person_id'],
		...['shelf.by_id', 'submission.author_id', 'survey.asker_id'],
		...['survey_closing.by_id', 'thanks.person_id', 'thread_closure.by_id'],
		...['track.voice_id', 'track_withdrawal.by_id'],
		...['training_trainer.person_id', 'transcript.by_id'],
		'transcript_correction.by_id',
		...['variant.author_id', 'version.by_id']
	]);
});

test('Mei takes all of hers along: a page to read, her files, and every row that names her; nothing of what others keep to themselves', async () => {
	const bytes = Buffer.from('her notes').toString('base64');
	await uploadFile(mei, { name: 'notes.txt', file: bytes });
	await addSubmission(mei, { training, markdown: 'I read at *ten*.' });
	await draftSubmission(darcy, { training, markdown: 'Between me and Mei O’Saetang' });
	await postComment(mei, { about: { kind: 'training', id: training }, markdown: 'Who else?' });
	await changePassword(mei, { password });
	const all = await takeAlong(mei, {});
	expect(all.html).toContain('<em>ten</em>');
	expect(all.html).toContain('Who else?');
	expect(all.email).toBe("mei.o'saetang@example.org");
	expect(Object.keys(all.rows)).toEqual(expect.arrayContaining(['comment', 'submission', 'event']));
	expect(JSON.stringify(all)).not.toContain('Between me');
	expect(JSON.stringify(all)).not.toMatch(/"(token_)?hash"/);

	const folder = mkdtempSync(join(tmpdir(), 'junto-along-test-'));
	const archive = Buffer.from(await new Response(await packTakeAlong(all)).arrayBuffer());
	const names: string[] = [];
	tar.list({ sync: true, onReadEntry: (entry) => names.push(entry.path) }).end(gunzipSync(archive));
	rmSync(folder, { recursive: true });
	expect(names).toEqual(
		expect.arrayContaining(['read-me.html', 'everything.json', `files/${all.files[0]!.id}`])
	);
});

test('nobody erases Mei but herself, by her name and her password', async () => {
	const wishes = { submissions: 'stay', comments: 'stay', pages: 'stay' } as const;
	await expect(eraseMe.ask(null, {})).rejects.toThrow('Sign in first');
	await expect(eraseMe(mei, { name: 'Mei', current: password, ...wishes })).rejects.toMatchObject({
		fields: [{ field: 'name' }]
	});
	await expect(
		eraseMe(mei, { name: mei.name, current: 'a guess', ...wishes })
	).rejects.toMatchObject({ fields: [{ field: 'current' }] });
	await expect(erasePerson(siti, { person: mei.id, ...wishes })).rejects.toThrow('has left');
	await expect(erasePerson(kofi, { person: mei.id, ...wishes })).rejects.toThrow('not yours');
});

test('afterwards neither name, address nor face is anywhere in the database or the files; what she wished to stay is there without a name', async () => {
	const picture = await sharp({
		create: { width: 300, height: 300, channels: 3, background: '#b93a1c' }
	})
		.png()
		.toBuffer();
	const { face } = await chooseFace(mei, { file: picture.toString('base64') });
	const page = await createPage(mei, { title: 'Desk of Mei O’Saetang', markdown: 'By Mei.' });
	const own = await createPage(mei, { title: 'Notes', markdown: "Ask mei.o'saetang@example.org" });
	await postComment(kofi, {
		about: { kind: 'training', id: training },
		markdown: "Thank you @Mei O'Saetang, and MEI O'SAETANG again <b>",
		letter: "<1@mei.o'saetang@example.org>"
	});
	await draftSubmission(mei, { training, markdown: 'Never shared' });
	await openInEditor(darcy, "An idea of Mei O'Saetang’s");
	const blocks = [(await getTraining(mei, { training })).blocks[1]!.id];
	const adoption = await adopt(mei, { document: training, blocks, why: 'I lose my mornings' });
	await answerFollowUp(mei, { followUp: adoption.id, outcome: 'changed', note: 'At my pace' });
	await runDue();
	const before = await everything();
	expect(before.match(/An idea of Mei/g)!.length, 'in the content and in its log').toBeGreaterThan(
		1
	);
	for (const there of ["Mei O'Saetang", "mei.o'saetang", face!, 'I lose my mornings'])
		expect(before, there).toContain(there);

	await eraseMe(mei, {
		name: mei.name,
		current: password,
		submissions: 'stay',
		comments: 'go',
		pages: 'go'
	});
	await runDue();
	const after = (await everything()).toLowerCase();
	const gone = ["mei o'saetang", "mei.o'saetang", "o'saetang", 'saetang', face!];
	for (const trace of [...gone, 'i lose my mornings', 'at my pace', 'never shared', 'who else?'])
		expect(after.includes(trace), trace).toBe(false);

	expect(await getPerson(kofi, { person: mei.id })).toMatchObject({
		name: 'Former colleague',
		here: false,
		erased: true,
		face: null
	});
	const { items } = await listSubmissions(kofi, { training });
	expect(items.map(({ author, markdown }) => [author.name, markdown.trim()])).toEqual([
		['Former colleague', 'I read at *ten*.']
	]);
	const talk = await listComments(kofi, { kind: 'training', id: training });
	const said = talk.items.map(({ author, markdown }) => [author?.name, markdown]);
	expect(said).toContainEqual([
		'Kofi Asante',
		'Thank you @Former colleague, and Former colleague again <b>'
	]);
	for (const { page: id } of [page, own])
		await expect(getPage(kofi, { page: id })).rejects.toThrow();
	expect((await find(kofi, { q: 'Saetang' })).items).toEqual([]);
	expect((await getTraining(kofi, { training })).counts.comments).toBe(1);
	await expect(takeAlong(mei, {})).rejects.toThrow('not here any more');
});

test('when Darcy leaves, what only he cared for goes to Kofi, who may go on with it; his words stay his, and it can be taken back', async () => {
	const circle = await createCircle(darcy, {
		name: 'Night team',
		joining: 'open',
		members: [kofi.id]
	});
	const { page } = await createPage(darcy, { title: 'Handover', markdown: 'Who, what, when.' });
	await expect(depart(kofi, { person: darcy.id })).rejects.toThrow('not yours');
	await expect(depart(siti, { person: siti.id })).rejects.toThrow('Another steward');
	expect(await depart(siti, { person: darcy.id, to: kofi.id })).toEqual({ handedOver: 3 });
	await expect(getSeries(darcy, { series })).rejects.toThrow('not here any more');
	expect((await getSeries(kofi, { series })).may.change).toBe(true);
	expect((await getTraining(kofi, { training })).may.edit).toBe(true);
	expect((await getPage(kofi, { page })).may).toMatchObject({ edit: true });
	expect((await listPages(kofi, {})).items.map(({ id }) => id)).toContain(page);
	const kept = await asSystem('at the machine', (tx) =>
		tx.selectFrom('circle').select('created_by').where('id', '=', circle.id).execute()
	);
	expect(kept).toEqual([{ created_by: kofi.id }]);
	expect((await getPerson(kofi, { person: darcy.id })).name).toBe('Darcy Whitfield');
	await comeBack(siti, { person: darcy.id });
	expect((await getSeries(darcy, { series })).title).toBe('Focus');
});

test('the last steward neither leaves nor is erased', async () => {
	await changePassword(siti, { password });
	await expect(
		eraseMe(siti, {
			name: siti.name,
			current: password,
			submissions: 'go',
			comments: 'go',
			pages: 'go'
		})
	).rejects.toThrow('last steward');
});
