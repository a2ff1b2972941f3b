import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Conflict } from '#platform/errors.ts';
import type { Variant } from '#platform/server/storage/files.ts';
import { readBytes } from '#platform/server/storage/bytes.ts';

/** What a row says of a file whose bytes lie in `media`. */
export type Medium = { id: string; name: string; type: string; variants: Variant[] };

const endings: Record<string, string> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp',
	'application/pdf': 'pdf',
	'application/zip': 'zip',
	'text/plain; charset=utf-8': 'txt',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
	'application/vnd.oasis.opendocument.text': 'odt',
	'application/vnd.oasis.opendocument.spreadsheet': 'ods',
	'application/vnd.oasis.opendocument.presentation': 'odp'
};

/** Where a file, whole, lies in an archive. */
export function mediaPath({ id, type }: Pick<Medium, 'id' | 'type'>): string {
	return `media/${id}.${endings[type] ?? 'bin'}`;
}

/** Each part of a file as storage calls it, and where it lies in an archive. */
export function partsOf(medium: Medium): { part: string; path: string }[] {
	return [
		{ part: 'whole', path: mediaPath(medium) },
		...medium.variants.map(({ width }) => ({
			part: `w${width}`,
			path: `media/${medium.id}-w${width}.webp`
		}))
	];
}

/** Lays the bytes of files into `folder` as an archive has them; returns where. Throws Conflict where some are gone. */
export async function layOut(folder: string, media: Medium[]): Promise<string[]> {
	await mkdir(join(folder, 'media'), { mode: 0o700 });
	const laid: string[] = [];
	for (const medium of media)
		for (const { part, path } of partsOf(medium)) {
			const copied = pipeline(readBytes(medium.id, part), createWriteStream(join(folder, path)));
			await copied.catch((error: NodeJS.ErrnoException) => {
				if (error.code !== 'ENOENT') throw error;
				throw new Conflict(`The bytes of ${medium.name} (${medium.id}) are not here any more`);
			});
			laid.push(path);
		}
	return laid;
}
