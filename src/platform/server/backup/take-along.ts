import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import * as tar from 'tar';
import { readBytes } from '../storage/bytes.ts';

type Everything = {
	email: string;
	rows: Record<string, unknown[]>;
	files: { id: string; name: string }[];
	html: string;
};

/** One compressed archive of what a person takes along: `read-me.html`, `everything.json`, and their files. */
export async function packTakeAlong(all: Everything): Promise<ReadableStream> {
	const folder = await mkdtemp(join(tmpdir(), 'junto-along-'));
	const gone = () => rm(folder, { recursive: true, force: true });
	try {
		const { html, ...rest } = all;
		await writeFile(join(folder, 'read-me.html'), html.replaceAll('src="/files/', 'src="files/'));
		await writeFile(join(folder, 'everything.json'), JSON.stringify(rest, null, '\t'));
		await mkdir(join(folder, 'files'));
		for (const { id } of all.files)
			await pipeline(readBytes(id, 'whole'), createWriteStream(join(folder, 'files', id))).catch(
				ignoreMissing
			);
		const archive = join(folder, 'archive.tar.gz');
		const entries = ['read-me.html', 'everything.json', 'files'];
		await tar.create({ gzip: true, portable: true, cwd: folder, file: archive }, entries);
		const stream = createReadStream(archive);
		stream.once('close', () => void gone());
		return Readable.toWeb(stream) as ReadableStream;
	} catch (error) {
		await gone();
		throw error;
	}
}

/** A file whose bytes are gone already is no reason to give nothing. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
	if (error.code !== 'ENOENT') throw error;
}
