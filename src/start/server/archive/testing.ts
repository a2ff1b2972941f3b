import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tar from 'tar';
import { inject } from 'vitest';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { documentVersions } from '#modules/documents/server/history.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { getSeries, getTraining } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { asSystem, closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Env } from '#platform/server/env.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { openStorage } from '#platform/server/storage/bytes.ts';
import { openUploads } from '#platform/server/storage/uploads.ts';
import { storageOf, whereOf } from '../where.ts';
import { freshDatabase, testSettings } from '../testing.ts';

/** A folder of a test's own; `remove` takes it away. */
export function temporary(): { folder: string; remove: () => void } {
	const folder = mkdtempSync(join(tmpdir(), 'junto-archive-test-'));
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The files of an archive as texts, by path. */
export async function filesIn(archive: string): Promise<Map<string, string>> {
	const files = new Map<string, string>();
	await tar.list({
		file: archive,
		onReadEntry: (entry) => {
			const chunks: Buffer[] = [];
			entry.on('data', (chunk: Buffer) => chunks.push(chunk));
			entry.on('end', () => files.set(entry.path, Buffer.concat(chunks).toString('latin1')));
		}
	});
	return files;
}

/** The paths at which two archives hold something else; when each was written is no difference. */
export function changedBetween(one: Map<string, string>, other: Map<string, string>): string[] {
	const timeless = (files: Map<string, string>, path: string) =>
		path === 'manifest.json' ? files.get(path)?.replace(/"at": "[^"]*"/, '') : files.get(path);
	const paths = new Set([...one.keys(), ...other.keys()]);
	return [...paths].filter((path) => timeless(one, path) !== timeless(other, path));
}

/**
 * The files of an archive with their lines in no order and sets of people by no name, to be compared where somebody has
 * another id: rows stand in the order of ids, and a set of people is named by a hash of them.
 */
export function unordered(files: Map<string, string>): Map<string, string> {
	const plain = (text: string) => text.replace(/"same_as":"[0-9a-f]{64}"/g, '"same_as":"…"');
	return new Map(
		[...files].map(([path, text]) => [path, plain(text).split('\n').toSorted().join('\n')])
	);
}

/** Settings of a place that is not there yet, on the database that this run tests. */
export async function emptyPlace(folder: string): Promise<Env> {
	const database = inject('database');
	const url = 'url' in database ? await freshDatabase(database.url) : undefined;
	return { ...testSettings(folder), DATABASE_URL: url };
}

/** Opens the place of these settings; returns what closes it. */
export async function openPlace(env: Env): Promise<() => Promise<void>> {
	await openDatabase(whereOf(env));
	await openStorage(storageOf(env));
	openUploads(join(env.JUNTO_DATA, 'uploads'));
	await startJobs({ work: false });
	return async () => {
		await stopJobs();
		await closeDatabase();
	};
}

/** A series as somebody reads it: its page, and of each part the text, its versions, what others share, say and try. */
export async function readSeries(reader: Actor, series: string) {
	const { parts, ...page } = await getSeries(reader, { series });
	const read = [];
	for (const { training } of parts) {
		const { items: submissions } = await listSubmissions(reader, { training });
		const ids = [training, ...submissions.map(({ id }) => id)];
		read.push({
			training: await getTraining(reader, { training }),
			versions: await documentVersions(reader, { document: training }),
			submissions,
			said: await listCommentsOn(reader, { ids: ids.join(',') }),
			became: await evidence(reader, { documents: ids.join(',') })
		});
	}
	return { page, parts, read };
}

/** What was read, by what people are called here; those who stand side by side, who are listed by their ids, in one order. */
export function readAs(read: object, there: Actor, here: Actor): unknown {
	return JSON.parse(JSON.stringify(read).replaceAll(there.id, here.id), inOneOrder);
}

function inOneOrder(key: string, value: unknown): unknown {
	if (typeof value === 'string' && value.startsWith('people:'))
		return value.slice(7).split(',').toSorted();
	if (!Array.isArray(value) || !['owners', 'trainers', 'shared'].includes(key)) return value;
	const nameOf = (person: unknown) => (person as { name: string }).name;
	return value.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** Everything that people of a place are told or asked: nobody should be because something was brought. */
export function toldAndAsked() {
	return asSystem('at the machine', async (tx) => ({
		notices: await tx.selectFrom('notice').selectAll().execute(),
		letters: await tx.selectFrom('letter').selectAll().execute(),
		asks: await tx.selectFrom('ask').selectAll().execute()
	}));
}
