import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Conflict, messageOf } from '#platform/errors.ts';
import { refuseStrange } from '#platform/server/db/migrate.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import type { Env } from '#platform/server/env.ts';
import { openTaken } from '../app.ts';
import { refusal, type Manifest } from './format.ts';
import { importPlace } from './import-place.ts';
import { importPart, type Imported } from './import-part.ts';
import type { Part } from './left-out.ts';
import { unpack } from './unpack.ts';

/** Takes in what an archive holds while the place is open: a series, or a library. Throws Conflict for a whole place. */
export function importOpen(file: string, env: Env): Promise<Imported> {
	return withArchive(file, env, (folder, about) => {
		if (isPart(about)) return importPart(folder, about);
		throw new Conflict('There is a place here: stop Junto, and import a whole place elsewhere');
	});
}

/** Takes in what an archive holds while the place is closed: a series, a library, or a place where none is yet. */
export function importClosed(file: string, env: Env): Promise<object> {
	return withArchive(file, env, async (folder, about) => {
		if (!isPart(about)) return importPlace(folder, about, env);
		const close = await openTaken(env, { work: false });
		try {
			return await importPart(folder, about);
		} finally {
			await close();
		}
	});
}

const isPart = (about: Manifest): about is Manifest & { holds: Part } => about.holds !== 'place';

let underway = false;

/** Unpacks an archive beside the place for as long as `work` needs it; nothing of it is believed before it was read to its end. */
async function withArchive<T>(
	file: string,
	{ JUNTO_DATA: data }: Env,
	work: (folder: string, about: Manifest) => Promise<T>
): Promise<T> {
	if (underway) throw new Conflict('An archive is being taken in already');
	underway = true;
	const folder = join(data, 'importing');
	try {
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const about = await unpack(file, folder);
		refuseNewer(about);
		return await work(folder, about);
	} catch (error) {
		// What the database or the clock cannot make sense of is the archive's fault, whoever wrote it.
		throw problemOf(error) ? error : refusal(`It cannot be taken in: ${messageOf(error)}`);
	} finally {
		underway = false;
		await rm(folder, { recursive: true, force: true });
	}
}

function refuseNewer({ migrations }: Manifest): void {
	try {
		refuseStrange(migrations, 'The archive');
	} catch (error) {
		throw refusal(messageOf(error));
	}
}
