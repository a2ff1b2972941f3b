import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { now } from '#platform/server/clock.ts';
import { backUp } from '../backup.ts';
import { tryOutInChild } from './child.ts';

/** Why a backup was made: a night passed, or a new version came. */
export type Why = 'night' | 'upgrade';
export type Kept = { name: string; why: Why; at: string; bytes: number };

/** How many of each are kept. */
const most: Record<Why, number> = { night: 7, upgrade: 3 };

const named = /^(night|upgrade)(?:-[\w.-]+)?-(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d)Z\.tar\.gz$/;
const unverified = 'unverified-';

/** The backups that this machine keeps by itself, the newest first. */
export function keptBackups(data: string): Kept[] {
	const folder = folderIn(data);
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.flatMap((name) => {
			const [, why, day, ...clock] = named.exec(name) ?? [];
			if (!why) return [];
			const { size } = statSync(join(folder, name));
			return [{ name, why: why as Why, at: `${day}${clock.join(':')}Z`, bytes: size }];
		})
		.sort((a, b) => b.at.localeCompare(a.at));
}

/** Backs the database up beside itself and tries that out; those before it go only afterwards. Throws what went wrong; nothing is kept then. */
export async function keep(data: string, why: Why, version?: string): Promise<Kept> {
	const folder = folderIn(data);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	for (const left of readdirSync(folder).filter((name) => name.startsWith(unverified)))
		rmSync(join(folder, left));
	const at = now().toString({ smallestUnit: 'second' });
	const name = [why, version, `${at.replaceAll(':', '')}.tar.gz`].filter(Boolean).join('-');
	const fresh = join(folder, unverified + name);
	try {
		await backUp(data, fresh, { uploads: false });
		await tryOutInChild(fresh, data);
		renameSync(fresh, join(folder, name));
	} finally {
		rmSync(fresh, { force: true });
	}
	const all = keptBackups(data).filter((kept) => kept.why === why);
	for (const old of all.slice(most[why])) rmSync(join(folder, old.name));
	return all.find((kept) => kept.name === name)!;
}

const state = z.object({
	/** When a nightly backup was last made, tried, or found needless. */
	tried: z.string(),
	/** What the database was like when the newest backup was made. */
	mark: z.string().nullable(),
	failure: z.object({ at: z.string(), reason: z.string() }).nullable()
});

export type State = z.infer<typeof state>;

/** How the last night went; null when none was tried. */
export function lastNight(data: string): State | null {
	const file = join(folderIn(data), 'last-night.json');
	if (!existsSync(file)) return null;
	try {
		return state.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		return null;
	}
}

export function noteNight(data: string, night: State): void {
	mkdirSync(folderIn(data), { recursive: true, mode: 0o700 });
	const file = join(folderIn(data), 'last-night.json');
	writeFileSync(`${file}.new`, JSON.stringify(night), { mode: 0o600 });
	renameSync(`${file}.new`, file);
}

function folderIn(data: string): string {
	return join(data, 'backups');
}
