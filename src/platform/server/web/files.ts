import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { chunksOf } from '../storage/bytes.ts';
import { isRecording, type Stored } from '../storage/files.ts';
import type { Range } from '../storage/folder.ts';

/** What is answered with bytes, where there are any: each chunk that is read is good until the next is asked for. */
export type Answer = {
	status: number;
	headers: Record<string, string>;
	read?: () => AsyncIterable<Uint8Array>;
};

/** In milliseconds. */
const stalledAtMost = 60_000;

type Asked = Pick<Request, 'method' | 'url' | 'headers'>;

/** The bytes of a file that the asker may see: whole or a range, in about the width that `?w=` names. */
export function answerFile(asked: Asked, file: Stored): Answer {
	const part = partFor(file, new URL(asked.url).searchParams.get('w'));
	return answerBytes(asked, {
		...{ id: `${file.id}-${part.name}`, name: file.name, type: part.type, bytes: part.bytes },
		read: (range) => chunksOf(file.id, part.name, range)
	});
}

/** What is answered with: its bytes never change under one id. */
type Served = {
	id: string;
	name: string;
	type: string;
	bytes: number;
	read: (range: Range) => AsyncIterable<Uint8Array>;
};

/** Bytes that the asker may see: whole or a range. */
export function answerBytes(asked: Asked, { id, name, type, bytes, read }: Served): Answer {
	const etag = `"${id}"`;
	const headers: Record<string, string> = {
		ETag: etag,
		// What was said can be withdrawn: whoever heard it asks anew whether they still may.
		'Cache-Control': isRecording(type)
			? 'private, no-cache, no-transform'
			: 'private, max-age=604800, immutable, no-transform',
		Vary: 'Cookie, Authorization',
		'Accept-Ranges': 'bytes',
		'Content-Type': type,
		'Content-Disposition': disposition(type, name),
		'X-Content-Type-Options': 'nosniff',
		// Whatever is opened by its address alone runs nothing.
		'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox"
	};
	if (knows(asked.headers.get('if-none-match'), etag)) return { status: 304, headers };
	const range = rangeOf(asked, etag, bytes);
	if (range === 'impossible') {
		headers['Content-Range'] = `bytes */${bytes}`;
		return { status: 416, headers };
	}
	const { start, end } = range ?? { start: 0, end: bytes - 1 };
	headers['Content-Length'] = String(end - start + 1);
	if (range) headers['Content-Range'] = `bytes ${start}-${end}/${bytes}`;
	const status = range ? 206 : 200;
	if (asked.method === 'HEAD') return { status, headers };
	return { status, headers, read: () => read({ start, end }) };
}

/** Answers with it. Throws where the bytes cannot be had: at once with nothing said yet, or in the middle of them. */
export async function send({ status, headers, read }: Answer, to: ServerResponse): Promise<void> {
	if (!read) return void to.writeHead(status, headers).end();
	// What waits behind another answer on one connection holds no buffer meanwhile.
	if (!to.socket) await once(to, 'socket');
	// Whoever takes nothing for so long asks for the rest by its range.
	to.setTimeout(stalledAtMost, () => to.destroy());
	const left = new Promise((closed) => to.once('close', closed));
	for await (const chunk of read()) {
		if (!to.headersSent) to.writeHead(status, headers);
		await Promise.race([new Promise((written) => to.write(chunk, written)), left]);
		if (to.destroyed) return;
	}
	if (!to.headersSent) to.writeHead(status, headers);
	to.end();
}

/** The same for a route of Kit's, which may hold a chunk for longer than it is good. */
export async function asResponse({ status, headers, read }: Answer): Promise<Response> {
	if (!read) return new Response(null, { status, headers });
	const chunks = read()[Symbol.asyncIterator]();
	let next = await chunks.next();
	const body = new ReadableStream({
		pull: async (stream) => {
			if (next.done) return stream.close();
			stream.enqueue(new Uint8Array(next.value));
			next = await chunks.next();
		},
		cancel: async () => void (await chunks.return?.())
	});
	return new Response(body, { status, headers });
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
function rangeOf({ headers }: Asked, etag: string, size: number) {
	const asked = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range')?.trim() ?? '');
	const only = headers.get('if-range');
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
