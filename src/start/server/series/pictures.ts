import { readFileSync, realpathSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import { uploadFile } from '#modules/documents/server/files.ts';
import type { Actor } from '#platform/server/door.ts';
import { messageOf } from '#platform/errors.ts';
import type { Chapter } from './read-folder.ts';

const parser = new MarkdownIt('commonmark').enable('table');

/** The text of a chapter whose pictures beside it are uploaded as the owner's; those elsewhere stay addresses. Throws an error that names the file and the picture. */
export async function uploadPictures(
	owner: Actor,
	folder: string,
	chapter: Chapter
): Promise<string> {
	let { markdown } = chapter;
	for (const src of new Set(sourcesIn(parser.parse(markdown, {})))) {
		const bytes = readWithin(folder, src, chapter.file);
		const name = basename(decodeURI(src));
		const file = bytes.toString('base64');
		const stored = await uploadFile(owner, { name, file }).catch((error: unknown) => {
			throw new Error(`${chapter.file}: ${src}: ${messageOf(error)}`, { cause: error });
		});
		if (!stored.type.startsWith('image/'))
			throw new Error(`${chapter.file}: ${src} is not a picture`);
		for (const written of [src, decodeURI(src)])
			markdown = markdown
				.replaceAll(`(${written})`, `(${stored.src})`)
				.replaceAll(`(${written} `, `(${stored.src} `)
				.replaceAll(`(<${written}>`, `(${stored.src}`)
				.replaceAll(`]: ${written}`, `]: ${stored.src}`);
	}
	return markdown;
}

function sourcesIn(tokens: Token[]): string[] {
	return tokens.flatMap((token) => {
		const below = sourcesIn(token.children ?? []);
		const src = token.type === 'image' ? token.attrGet('src') : null;
		return typeof src === 'string' && src && !/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(src)
			? [src, ...below]
			: below;
	});
}

/** A folder that somebody sent may name files of this machine: nothing outside of it is read. */
function readWithin(folder: string, src: string, file: string): Buffer {
	let path: string;
	try {
		path = realpathSync(join(folder, decodeURI(src)));
	} catch {
		throw new Error(`${file}: there is no picture ${src}`);
	}
	if (!path.startsWith(realpathSync(folder) + sep))
		throw new Error(`${file}: ${src} is outside the folder`);
	return readFileSync(path);
}
