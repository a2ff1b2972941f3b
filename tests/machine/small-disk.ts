// A disk that is soon full: a real one where this user may mount one; else this machine's, made to look small.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporary, type Settings } from './process.ts';

export type SmallDisk = {
	/** A folder on it. */
	folder: string;
	/** What a process needs to see it as it is. */
	settings: Settings;
	/** Takes all room but `leave` bytes. */
	fill: (leave?: number) => void;
	empty: () => void;
	remove: () => void;
};

export function smallDisk(megabytes: number): SmallDisk {
	const { folder: parent, remove } = temporary();
	const folder = join(parent, 'disk');
	mkdirSync(folder);
	return mount(folder, megabytes) ? mounted(folder, remove) : pretended(folder, parent, remove);
}

function mount(folder: string, megabytes: number): boolean {
	try {
		const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder];
		execFileSync('mount', options, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

function mounted(folder: string, remove: () => void): SmallDisk {
	const filler = join(folder, 'filler');
	return {
		folder,
		settings: {},
		fill: (leave = 0) => {
			const { bavail, bsize } = statfsSync(folder);
			try {
				for (let left = bavail * bsize - leave; left > 0; left -= 4_000_000)
					appendFileSync(filler, Buffer.alloc(Math.min(left, 4_000_000)));
			} catch {
				// It is full to the last byte.
			}
		},
		empty: () => rmSync(filler, { force: true }),
		remove: () => {
			execFileSync('umount', ['-l', folder]);
			remove();
		}
	};
}

/** Processes read in a file how much is left. */
function pretended(folder: string, parent: string, remove: () => void): SmallDisk {
	const full = join(parent, 'full');
	return {
		folder,
		settings: {
			NODE_OPTIONS: `--import ${resolve('tests/machine/full-disk.ts')}`,
			FULL_DISK: full
		},
		fill: (leave = 0) => writeFileSync(full, String(leave)),
		empty: () => rmSync(full, { force: true }),
		remove
	};
}
