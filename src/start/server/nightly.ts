import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { messageOf } from '#platform/errors.ts';
import { stewardZone } from '#modules/people/server/stewards.ts';
import { settingsWith } from '#platform/server/env.ts';
import { log } from '#platform/server/log.ts';
import { backUp } from './backup.ts';

const hour = 3;
const nights = 7;

/** Where the backups of the nights are, within the data folder. */
export const backupsIn = (data: string) => join(data, 'backups');

/**
 * Backs the place up once a night, from three o'clock on where its first steward lives; each backup is restored elsewhere by
 * another process before it counts, and then the oldest beyond seven goes. Returns how many were made.
 */
export async function backUpNightly(data: string, at: Temporal.Instant): Promise<number> {
	const zone = await stewardZone();
	const there = zone && at.toZonedDateTimeISO(zone);
	if (!there || there.hour < hour) return 0;
	const night = there.toPlainDate().toString();
	const folder = backupsIn(data);
	const [file, fresh, failure] = ['tar.gz', 'fresh', 'failed'].map((end) =>
		join(folder, `${night}.${end}`)
	) as [string, string, string];
	if (existsSync(file) || existsSync(failure)) return 0;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	try {
		await backUp(data, fresh);
		await restoreElsewhere(fresh);
		await rename(fresh, file);
		forget(folder);
		return 1;
	} catch (error) {
		rmSync(fresh, { recursive: true, force: true });
		await writeFile(failure, messageOf(error));
		log.error(error, 'nightly backup');
		return 0;
	}
}

/** The nights that were backed up, the latest first, and why the latest one that failed did. */
export function nightlyBackups(data: string): { nights: string[]; failed?: [string, string] } {
	const folder = backupsIn(data);
	const names = existsSync(folder) ? readdirSync(folder).toSorted().toReversed() : [];
	const ending = (end: string) =>
		names.filter((name) => name.endsWith(end)).map((name) => name.slice(0, 10));
	const [failed] = ending('.failed');
	return {
		nights: ending('.tar.gz').filter((name) => /^\d/.test(name)),
		...(failed && { failed: [failed, readFileSync(join(folder, `${failed}.failed`), 'utf8')] })
	};
}

/** Another process makes the place anew in a folder of its own, so that this one keeps its memory. Throws what it said. */
async function restoreElsewhere(file: string): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), 'junto-verify-'));
	try {
		const child = spawn(process.execPath, [resolve('build/server/junto.js'), 'restore', file], {
			env: settingsWith({ JUNTO_DATA: scratch, DATABASE_URL: '' }),
			stdio: ['ignore', 'ignore', 'pipe']
		});
		let said = '';
		child.stderr.on('data', (chunk) => (said += String(chunk)));
		const code = await new Promise((done) => child.once('close', done));
		if (code !== 0) throw new Error(said.trim() || `restoring it ended with ${String(code)}`);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** The newest seven stay, and what failed since the oldest of them. */
function forget(folder: string): void {
	const names = readdirSync(folder).filter((name) => /^\d{4}-\d\d-\d\d\./.test(name));
	const kept = names
		.filter((name) => name.endsWith('.tar.gz'))
		.toSorted()
		.slice(-nights);
	for (const name of names) if (name < (kept[0] ?? '')) rmSync(join(folder, name));
}
