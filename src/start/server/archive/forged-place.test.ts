import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missing } from '#platform/server/db/migrate.ts';
import { asSystem, closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { whereOf } from '../where.ts';
import { invitePeople, plant, sayInPublic } from '../leaks/world.ts';
import { openTestPlace } from '../testing.ts';
import { exportPlace } from './export.ts';
import { forge, type Forgery } from './forging.ts';
import { importClosed } from './import.ts';
import { changedBetween, emptyPlace, filesIn, openPlace, temporary } from './testing.ts';

const { folder, remove } = temporary();
const honest = join(folder, 'honest.tar.gz');
const forged = join(folder, 'forged.tar.gz');

beforeAll(async () => {
	const close = await openTestPlace();
	const people = await invitePeople();
	await plant(people, await sayInPublic(people));
	await exportPlace(honest);
	await close();
}, 120_000);
afterAll(remove);

const forgeries: [string, RegExp, (archive: Forgery) => void][] = [
	[
		'cut short',
		/not taken in/,
		() => {
			const whole = readFileSync(honest);
			writeFileSync(forged, whole.subarray(0, whole.length - 1000));
		}
	],
	['of no place', /no place in it/, (archive) => archive.change('place', () => [])],
	[
		'that names somebody who is not in it',
		/names what is not there/,
		(archive) =>
			archive.change('stewardship', (all) => [...all, { ...all[0]!, person_id: newId() }])
	],
	[
		'with a password in it',
		/account, which no archive of a place holds/,
		(archive) => archive.change('account', () => [{ id: newId(), password: 'x' }])
	],
	[
		'with a week that has no days',
		/a week in it is none/,
		(archive) => archive.change('person', ([row, ...rest]) => [{ ...row!, week: [] }, ...rest])
	],
	[
		'with words of a recording that are none',
		/not written as Junto does/,
		(archive) =>
			archive.change('transcript', ([row, ...rest]) => [{ ...row!, cues: [{ text: 1 }] }, ...rest])
	],
	[
		'of which a file is something else',
		/not what is said of it/,
		(archive) => {
			const [file] = archive.rowsOf('file').filter(({ type }) => String(type).startsWith('text'));
			const path = `media/${String(file!.id)}.txt`;
			archive.files.set(path, archive.files.get(path)!.replace(/^../, '\0\0'));
		}
	],
	[
		'that lacks a file',
		/is missing/,
		(archive) => {
			const [file] = archive.rowsOf('file').filter(({ type }) => String(type).startsWith('text'));
			archive.files.delete(`media/${String(file!.id)}.txt`);
		}
	]
];

test.each(forgeries)(
	'a place %s is refused, and there is none afterwards',
	async (name, why, spoil) => {
		const data = join(folder, `data ${name}`);
		mkdirSync(data);
		const env = await emptyPlace(data);
		const archive = await forge(honest);
		writeFileSync(forged, '');
		spoil(archive);
		if (readFileSync(forged).length === 0) archive.write(forged);
		const refused = await importClosed(forged, env).then(
			() => ({ code: 'taken in', message: '' }),
			(error: unknown) => error as { code: string; message: string }
		);
		expect(refused.code, refused.message).toMatch(/^(invalid|conflict)$/);
		expect(refused.message.split('\n')).toHaveLength(1);
		expect(refused.message).toMatch(why);
		expect(readdirSync(data)).toEqual([]);
		if (!env.DATABASE_URL) return;
		await openDatabase(whereOf(env));
		const rows = await asSystem('at the machine', (tx) =>
			tx.selectFrom('person').select('id').execute()
		);
		await closeDatabase();
		expect(rows).toEqual([]);
		expect(existsSync(join(data, 'files'))).toBe(false);
	}
);

test('an archive of an older Junto comes in and is brought up to date', async () => {
	const data = join(folder, 'older');
	mkdirSync(data);
	const env = await emptyPlace(data);
	const archive = await forge(honest);
	const { manifest } = archive;
	const newer = manifest.migrations.splice(
		manifest.migrations.findIndex(({ name }) => name === '0025_library.sql')
	);
	const made = newer.flatMap(({ name }) =>
		[...readFileSync(`migrations/${name}`, 'utf8').matchAll(/^create table (\w+)/gm)].map(
			([, table]) => table!
		)
	);
	expect(made).toEqual([
		...['first_page', 'occasion', 'occasion_withdrawal', 'reminder', 'directory'],
		...['directory_person', 'track', 'recording', 'recording_refusal', 'take'],
		...['track_withdrawal', 'playlist', 'playlist_withdrawal', 'playlist_track', 'listening'],
		...['feed', 'feed_reading', 'draft_recording', 'listening_speed'],
		...['call', 'call_invitation', 'call_decline', 'call_answer', 'call_closing', 'call_mark'],
		...['call_outcome', 'transcript', 'spoken_block', 'spoken_words', 'feed_episode'],
		...['said', 'said_place', 'call_suggestion', 'call_meeting'],
		...['transcript_wish', 'transcript_failure', 'machine_transcript'],
		...['question', 'question_withdrawal', 'question_box'],
		...['machine_sound', 'training_meeting', 'training_meeting_withdrawal', 'preferred_form'],
		...['share_link', 'retake', 'take_chapter', 'share_link_track'],
		...['recording_making', 'original', 'original_coming'],
		'transcript_correction'
	]);
	manifest.tables = manifest.tables.filter(({ name }) => !made.includes(name));
	for (const table of made) archive.files.delete(`data/${table}.jsonl`);
	const circle = manifest.tables.find(({ name }) => name === 'circle')!;
	circle.columns = circle.columns.filter((column) => column !== 'at_most');
	archive.change('circle', (rows) => rows.map(({ at_most: _, ...row }) => row));
	archive.write(forged);
	await importClosed(forged, env);
	const close = await openPlace(env);
	expect(await missing()).toEqual([]);
	const again = join(folder, 'again.tar.gz');
	await exportPlace(again);
	await close();
	const changed = changedBetween(await filesIn(honest), await filesIn(again));
	expect(changed).toEqual([
		...['manifest.json', 'data/call.jsonl', 'data/call_answer.jsonl'],
		...['data/call_invitation.jsonl', 'data/call_mark.jsonl', 'data/call_meeting.jsonl'],
		'data/call_outcome.jsonl',
		...['data/directory_person.jsonl', 'data/first_page.jsonl', 'data/listening.jsonl'],
		...['data/listening_speed.jsonl', 'data/occasion.jsonl', 'data/original.jsonl'],
		...[
			'data/playlist.jsonl',
			'data/playlist_track.jsonl',
			'data/preferred_form.jsonl',
			'data/question.jsonl',
			'data/recording.jsonl',
			'data/reminder.jsonl',
			'data/retake.jsonl'
		],
		...[
			'data/said.jsonl',
			'data/said_place.jsonl',
			'data/spoken_block.jsonl',
			'data/spoken_words.jsonl'
		],
		...['data/take.jsonl', 'data/take_chapter.jsonl'],
		...['data/track.jsonl', 'data/track_withdrawal.jsonl'],
		...['data/training_meeting.jsonl', 'data/transcript.jsonl'],
		'data/transcript_correction.jsonl'
	]);
});
