import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCircle } from '#modules/people/server/circles.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { listComments } from '#modules/discussion/server/reading.ts';
import { uploadFile } from '#modules/documents/server/files.ts';
import { audienceFrom, sameAs, teamAudience } from '#platform/server/audiences.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Env } from '#platform/server/env.ts';
import { newId } from '#platform/server/ids.ts';
import { storageFolder } from '#platform/server/storage/bytes.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { invitePeople, plant, sayInPublic, type World } from '../leaks/world.ts';
import { openTestPlace, person } from '../testing.ts';
import { exportPlace, exportSeries } from './export.ts';
import { forge, tarOf } from './forging.ts';
import { importClosed, importOpen } from './import.ts';
import { changedBetween, emptyPlace, filesIn, temporary } from './testing.ts';

const { folder, remove } = temporary();
const honest = join(folder, 'honest.tar.gz');
const honestPlace = join(folder, 'honest place.tar.gz');
const forged = join(folder, 'forged.tar.gz');
let world: World;
let close: () => Promise<void>;
let env: Env;
let olu: Actor;
let mei: Actor;
let own: string;
let team: string;
let circle: string;
let before: Map<string, string>;
let kept: string[];
type Forgery = Awaited<ReturnType<typeof forge>>;

beforeAll(async () => {
	const closeFirst = await openTestPlace();
	const people = await invitePeople();
	world = await plant(people, await sayInPublic(people));
	await exportSeries(world.request.series, honest);
	await exportPlace(honestPlace);
	await closeFirst();
	const moment = now();
	close = await openTestPlace();
	freezeAt(moment);
	env = await emptyPlace(join(folder, 'data'));
	olu = await person('Olu Balogun', { steward: true });
	mei = await person('Mei');
	const made = await createSeries(olu, {
		title: 'Ours',
		audience: 'me',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', markdown: 'Ours.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	own = made.parts[0]!.training;
	team = await as(olu.id, (tx) => teamAudience(tx, [olu.id]));
	circle = (await createCircle(olu, { name: 'Ours', joining: 'closed' })).id;
	await uploadFile(olu, { name: 'ours.txt', file: Buffer.from('ours').toString('base64') });
	before = await everything();
	kept = bytesKept();
}, 120_000);
afterAll(async () => {
	await close();
	remove();
});

async function everything(): Promise<Map<string, string>> {
	const file = join(folder, 'everything.tar.gz');
	await exportPlace(file);
	return filesIn(file);
}

function bytesKept(): string[] {
	const entries = readdirSync(storageFolder(), { recursive: true, withFileTypes: true });
	return entries.flatMap((each) => (each.isFile() ? [join(each.parentPath, each.name)] : []));
}

/** Takes in what was forged; it must be refused in one line, and leave the place as it was. */
async function refused(): Promise<string> {
	const error: unknown = await importOpen(forged, env).then(
		() => undefined,
		(thrown: unknown) => thrown
	);
	const { code = 'taken in', message = '' } = (error ?? {}) as { code?: string; message?: string };
	expect(code, message).toMatch(/^(invalid|conflict)$/);
	expect(message.split('\n')).toHaveLength(1);
	expect(changedBetween(before, await everything())).toEqual([]);
	expect(bytesKept()).toEqual(kept);
	expect(existsSync(join(env.JUNTO_DATA, 'importing'))).toBe(false);
	return message;
}

const bomb = (bytes: number) => Buffer.alloc(bytes);

const files: [string, RegExp, (archive: Forgery) => void][] = [
	['is no archive', /not taken in/, () => writeFileSync(forged, 'not an archive')],
	['is empty', /not taken in/, () => writeFileSync(forged, '')],
	[
		'is cut short',
		/not taken in/,
		() => {
			const whole = readFileSync(honest);
			writeFileSync(forged, whole.subarray(0, whole.length >> 1));
		}
	],
	[
		'has a byte changed',
		/not taken in/,
		(archive) => {
			const path = 'data/version.jsonl';
			archive.write(forged);
			archive.files.set(path, archive.files.get(path)!.replace('First', 'Thirst'));
			archive.files.set(path, archive.files.get(path)!.slice(1));
			archive.writeAsIs(forged);
		}
	],
	[
		'climbs out of its folder',
		/not in its manifest/,
		(archive) => archive.write(forged, [{ path: '../../climbed', bytes: Buffer.from('out') }])
	],
	[
		'climbs, and its manifest vouches for it',
		/not one/,
		(archive) => {
			archive.files.set('data/../../climbed.jsonl', '');
			archive.write(forged);
		}
	],
	[
		'names a place of the machine',
		/not one/,
		(archive) => {
			archive.files.set('/tmp/climbed', 'out');
			archive.write(forged);
		}
	],
	[
		'has a link in it',
		/is no file/,
		(archive) =>
			archive.write(forged, [{ path: 'media/link', bytes: Buffer.alloc(0), type: 'SymbolicLink' }])
	],
	[
		'has a hard link in it',
		/is no file/,
		(archive) =>
			archive.write(forged, [{ path: 'media/link', bytes: Buffer.alloc(0), type: 'Link' }])
	],
	[
		'has a folder in it',
		/is no file/,
		(archive) =>
			archive.write(forged, [{ path: 'media/folder/', bytes: Buffer.alloc(0), type: 'Directory' }])
	],
	[
		'has a file twice',
		/not in its manifest/,
		(archive) =>
			archive.write(forged, [
				{ path: 'README.md', bytes: Buffer.from(archive.files.get('README.md')!, 'latin1') }
			])
	],
	[
		'lacks a file that it promises',
		/is missing/,
		(archive) => {
			archive.write(forged);
			archive.files.delete('README.md');
			archive.writeAsIs(forged);
		}
	],
	[
		'says another length',
		/not as long/,
		(archive) => {
			archive.write(forged);
			archive.manifest.files['README.md']!.bytes += 1;
			archive.writeAsIs(forged);
		}
	],
	[
		'grows without end',
		/grows far beyond/,
		(archive) => {
			archive.files.set('texts/bomb.md', bomb(100_000_000).toString('latin1'));
			archive.write(forged);
		}
	],
	[
		'grows behind its end',
		/grows far beyond/,
		() => writeFileSync(forged, gzipSync(Buffer.concat([tarOf([]), bomb(100_000_000)])))
	],
	[
		'has no manifest first',
		/does not begin/,
		() => writeFileSync(forged, gzipSync(tarOf([{ path: 'README.md', bytes: Buffer.from('x') }])))
	],
	[
		'is of a newer format',
		/newer than this Junto/,
		(archive) => {
			archive.manifest.format = 2;
			archive.write(forged);
		}
	],
	[
		'is of a newer Junto',
		/newer than this Junto/,
		(archive) => {
			archive.manifest.migrations = [{ name: '9999_future.sql', checksum: 'x' }];
			archive.write(forged);
		}
	]
];

test.each(files)('an archive that %s is refused, and nothing is written', async (_, why, spoil) => {
	spoil(await forge(honest));
	expect(await refused()).toMatch(why);
	expect(existsSync(join(folder, 'climbed'))).toBe(false);
	expect(existsSync('/tmp/climbed')).toBe(false);
});

const me = () => olu.id;
const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';

const rows: [string, RegExp, (archive: Forgery) => void][] = [
	[
		'a steward',
		/stewardship, which no archive of a series holds/,
		(archive) =>
			archive.change('stewardship', () => [
				{ person_id: archive.rowsOf('person')[0]!.id, since: '2027-01-18T12:00:00Z' }
			])
	],
	[
		'a token',
		/token, which no archive/,
		(archive) => archive.change('token', () => [{ id: newId(), hash: 'x' }])
	],
	[
		'a table that is in no manifest',
		/of no table/,
		(archive) => void archive.files.set('data/stewardship.jsonl', '{}\n')
	],
	[
		'a column that is left out',
		/person.face_id, which is unknown/,
		(archive) => {
			archive.manifest.tables.find(({ name }) => name === 'person')!.columns.push('face_id');
		}
	],
	[
		'a key that its table does not have',
		/line 1: this has other columns/,
		(archive) => archive.change('series', ([row]) => [{ ...row!, x: 1 }])
	],
	[
		'a row that is no object',
		/no JSON object/,
		(archive) => void archive.files.set('data/series.jsonl', '[1]\n')
	],
	[
		'a row that is no JSON',
		/no JSON/,
		(archive) => void archive.files.set('data/series.jsonl', 'x\n')
	],
	[
		'fewer rows than it says',
		/rows of/,
		(archive) => void archive.files.set('data/comment.jsonl', '')
	],
	[
		'a value of another kind',
		/does not fit/,
		(archive) => archive.change('series', ([row]) => [{ ...row!, at: 'some day' }])
	],
	[
		'a writer of a text that is here',
		/document_writer names what is not in it/,
		(archive) =>
			archive.change('document_writer', (all) => [...all, { ...all[0]!, document_id: own }])
	],
	[
		'somebody for an audience that is here',
		/names what is not in it/,
		(archive) =>
			archive.change('audience_person', (all) => [
				...all,
				{ audience_id: me(), person_id: archive.rowsOf('person')[0]!.id }
			])
	],
	[
		'a team of ours, and somebody to be in it',
		/audience in it is here already/,
		(archive) => {
			const [row] = archive.rowsOf('audience_person');
			archive.change('audience', (all) => [...all, { id: team, kind: 'people', same_as: null }]);
			archive.change('audience_person', (all) => [...all, { ...row!, audience_id: team }]);
		}
	],
	[
		'a comment on something that is here',
		/comment names what is not in it/,
		(archive) =>
			archive.change('comment', (all) => [{ ...all[0]!, subject_id: own }, ...all.slice(1)])
	],
	[
		'two series',
		/the series that it names/,
		(archive) => archive.change('series', ([row]) => [row!, { ...row!, id: newId() }])
	],
	[
		'an audience of everyone by another name',
		/audience in it is none/,
		(archive) =>
			archive.change('audience', (all) => [
				...all,
				{ id: newId(), kind: 'everyone', same_as: null }
			])
	],
	[
		'one address for two',
		/one address to two/,
		(archive) =>
			archive.change('address', (all) => all.map((row) => ({ ...row, email: 'a@b.org' })))
	],
	[
		'an address of nobody',
		/address of nobody/,
		(archive) =>
			archive.change('address', (all) => [...all, { person_id: newId(), email: 'a@b.org' }])
	],
	[
		'media of no file',
		/is of no file/,
		(archive) => void archive.files.set('media/left.bin', 'left')
	],
	[
		'a page under the name of a picture',
		/not what is said of it/,
		(archive) => {
			const [file] = archive.rowsOf('file').filter(({ type }) => type === 'image/png');
			const page = '<script>alert(1)</script>';
			archive.files.set(`media/${String(file!.id)}.png`, page);
			archive.change('file', (all) =>
				all.map((row) => (row.id === file!.id ? { ...row, bytes: page.length } : row))
			);
		}
	],
	[
		'a text deeper than any',
		/not one that Junto writes/,
		(archive) => {
			let node: object = { type: 'paragraph' };
			for (let i = 0; i < 3000; i += 1) node = { type: 'blockquote', content: [node] };
			archive.change('version', ([row, ...rest]) => [
				{ ...row!, content: { type: 'doc', content: [node] } },
				...rest
			]);
		}
	]
];

test.each(rows)('an archive with %s is refused, and nothing is written', async (_, why, spoil) => {
	const archive = await forge(honest);
	spoil(archive);
	archive.write(forged);
	expect(await refused()).toMatch(why);
});

describe('an archive whose rows are such as may come in', () => {
	let stranger: string;

	beforeAll(async () => {
		const archive = await forge(honest);
		stranger = String(
			archive.rowsOf('address').find(({ email }) => email === 'darcy@example.org')?.person_id
		);
		archive.change('version', (all) =>
			all.map((row) => ({
				...row,
				html: script,
				blocks: (row.blocks as object[]).map((block) => ({ ...block, html: script })),
				content: spiked(row.content as Spiked)
			}))
		);
		archive.change('comment', (all) =>
			all.map((row) => ({ ...row, html: String(row.html) + script }))
		);
		// A set of people that calls itself by the name of another, and a circle that is ours with somebody in it.
		const alone = sameAs([olu.id]);
		const others = newId();
		archive.change('audience', (all) => [
			...all,
			{ id: others, kind: 'people', same_as: alone },
			{ id: circle, kind: 'circle', same_as: null }
		]);
		archive.change('audience_person', (all) => [
			...all,
			{ audience_id: others, person_id: stranger }
		]);
		archive.change('circle', (all) => [...all, { ...all[0]!, id: circle }]);
		archive.change('circle_member', (all) => [
			...all,
			{ circle_id: circle, person_id: stranger, since: '2027-01-18T12:00:00Z' }
		]);
		archive.write(forged);
		await importOpen(forged, env);
	});

	test('brings no script in, wherever HTML was stored, and nothing that a link could run', async () => {
		const { training } = world.request;
		const read = await Promise.all([
			getTraining(mei, { training }),
			listSubmissions(mei, { training }),
			listComments(mei, { kind: 'training', id: training })
		]);
		expect(read[2].items.length).toBeGreaterThan(0);
		const text = JSON.stringify(read);
		expect(text).not.toMatch(/<script|onerror|<img src=.?x|href=.?.?javascript/i);
		expect(text).toContain('First');
	});

	test('lets nobody into what is here: neither a set of people by a stolen name, nor a circle', async () => {
		const { members } = await asSystem('at the machine', async (tx) => ({
			members: await tx
				.selectFrom('circle_member')
				.select('person_id')
				.where('circle_id', '=', circle)
				.execute()
		}));
		expect(members).toEqual([{ person_id: olu.id }]);
		const set = await as(olu.id, (tx) => audienceFrom(tx, `people:${olu.id}`, olu.id));
		const named = await asSystem('at the machine', (tx) =>
			tx.selectFrom('audience_person').select('person_id').where('audience_id', '=', set).execute()
		);
		expect(named).toEqual([{ person_id: olu.id }]);
	});
});

type Spiked = { type: string; content: { content?: unknown[] }[] };

/** A link that would run something, in each block that can hold one. */
function spiked(content: Spiked): Spiked {
	const link = { type: 'link', attrs: { href: 'javascript:alert(1)' } };
	const text = { type: 'text', text: 'press', marks: [link] };
	return {
		...content,
		content: content.content.map((block) => ({
			...block,
			content: [...(block.content ?? []), text]
		}))
	};
}
