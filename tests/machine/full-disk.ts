// Loaded before a process whose disk has as many bytes left as the file that FULL_DISK names says, while that is there: with
// none left nothing grows, as on a real one.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { fstatSync, readFileSync, statfsSync, writeSync } = fs;
const { open: openFile } = fs.promises;
const marker = process.env.FULL_DISK!;

function left(): number {
	try {
		return Number(readFileSync(marker, 'utf8'));
	} catch {
		return Infinity;
	}
}

const noSpace = () =>
	Object.assign(new Error('ENOSPC: no space left on device, write'), {
		code: 'ENOSPC',
		errno: -28
	});

fs.statfsSync = ((path: string) => {
	const stat = statfsSync(path);
	return { ...stat, bavail: Math.min(stat.bavail, left() / stat.bsize) };
}) as typeof statfsSync;

/** What lies within a file may be written over; what makes it longer may not be written. */
fs.writeSync = ((
	file: number,
	bytes: NodeJS.ArrayBufferView,
	offset?: number,
	length?: number,
	at?: number
) => {
	const stat = fstatSync(file);
	const end = (at ?? stat.size) + (length ?? bytes.byteLength);
	if (stat.isFile() && end > stat.size && left() === 0) throw noSpace();
	return writeSync(file, bytes, offset, length, at);
}) as typeof writeSync;

fs.promises.open = async (...given: Parameters<typeof openFile>) => {
	const handle = await openFile(...given);
	const { writeFile } = handle;
	handle.writeFile = (...written: Parameters<typeof writeFile>) =>
		left() === 0 ? Promise.reject(noSpace()) : writeFile.apply(handle, written);
	return handle;
};

syncBuiltinESMExports();
