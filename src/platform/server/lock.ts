import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the data folder for this process alone; the embedded database would be harmed by two. Returns what gives it back. Throws while another process has it. */
export function lockFolder(folder: string): () => void {
	const file = join(folder, 'lock');
	for (;;) {
		try {
			const handle = openSync(file, 'wx');
			writeSync(handle, String(process.pid));
			closeSync(handle);
			return () => rmSync(file, { force: true });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			const holder = Number(readFileSync(file, 'utf8'));
			if (holder !== process.pid && runs(holder))
				throw new Error(`Junto is running already on ${folder} (process ${holder})`, {
					cause: error
				});
			rmSync(file, { force: true });
		}
	}
}

function runs(pid: number): boolean {
	if (!pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
