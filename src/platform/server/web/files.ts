import { Readable } from 'node:stream';
import { readBytes } from '../storage/bytes.ts';
import type { Stored } from '../storage/files.ts';
import type { Range } from '../storage/folder.ts';

/** The bytes of a file that the asker may see: whole or a range, in about the width that `?w=` names. */
export function answerFile(request: Request, file: Stored): Response {
	const part = partFor(file, new URL(request.url).searchParams.get('w'));
	return answerBytes(request, {
		...{ id: `${file.id}-${part.name}`, name: file.name, type: part.type, bytes: part.bytes },
		read: (range) => readBytes(file.id, part.name, range)
	});
}

/** What is answered with: its bytes never change under one id. */
type Served = {
	id: string;
	name: string;
	type: string;
	bytes: number;
	read: (range: Range) => Readable;
};

/** Bytes that the asker may see: whole or a range. */
export function answerBytes(request: Request, { id, name, type, bytes, read }: Served): Response {
	const etag = `"${id}"`;
	const headers = new Headers({
		ETag: etag,
		'Cache-Control': 'private, max-age=604800, immutable, no-transform',
		Vary: 'Cookie, Authorization',
		'Accept-Ranges': 'bytes',
		'Content-Type': type,
		'Content-Disposition': disposition(type, name),
		'X-Content-Type-Options': 'nosniff',
		// Whatever is opened by its address alone runs nothing.
		'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox"
	});
	if (knows(request.headers.get('if-none-match'), etag))
		return new Response(null, { status: 304, headers });
	const range = rangeOf(request, etag, bytes);
	if (range === 'impossible') {
		headers.set('Content-Range', `bytes */${bytes}`);
		return new Response(null, { status: 416, headers });
	}
	const { start, end } = range ?? { start: 0, end: bytes - 1 };
	headers.set('Content-Length', String(end - start + 1));
	if (range) headers.set('Content-Range', `bytes ${start}-${end}/${bytes}`);
	const status = range ? 206 : 200;
	if (request.method === 'HEAD') return new Response(null, { status, headers });
	const body = Readable.toWeb(read({ start, end }));
	return new Response(body as ReadableStream, { status, headers });
}

function partFor(file: Stored, wanted: string | null) {
	const whole = { name: 'whole', type: file.type, bytes: file.bytes };
	if (wanted === null || !/^\d{1,5}$/.test(wanted)) return whole;
	const sizes = file.variants.toSorted((a, b) => a.width - b.width);
	const fits = sizes.find(({ width }) => width >= Number(wanted)) ?? sizes.at(-1);
	return fits ? { name: `w${fits.width}`, type: 'image/webp', bytes: fits.bytes } : whole;
}

/** Only pictures, which were decoded and written anew by us, are shown in place. */
function disposition(type: string, name: string): string {
	const way = type.startsWith('image/') ? 'inline' : 'attachment';
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	return `${way}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
}

function knows(header: string | null, etag: string): boolean {
	if (!header) return false;
	const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
	return tags.includes(etag) || tags.includes('*');
}

/** One range of bytes; whatever else is asked for is answered whole, as RFC 9110 allows. */
function rangeOf(request: Request, etag: string, size: number) {
	const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range')?.trim() ?? '');
	const only = request.headers.get('if-range');
	if (!asked || (asked[1] === '' && asked[2] === '') || (only && only !== etag)) return undefined;
	const [, from = '', to = ''] = asked;
	if (from === '') {
		if (Number(to) === 0) return 'impossible';
		return { start: Math.max(0, size - Number(to)), end: size - 1 };
	}
	const start = Number(from);
	const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
	if (start >= size) return 'impossible';
	return end < start ? undefined : { start, end };
}
