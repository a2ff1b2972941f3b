import sharp, { type Metadata, type Sharp } from 'sharp';
import { Invalid } from '../../errors.ts';
import { widthsOf } from '../../files.ts';

export type Picture = {
	type: string;
	width: number;
	height: number;
	bytes: Buffer;
	variants: { width: number; bytes: Buffer }[];
};

/** How large the whole of a picture may be, and all frames of a moving one together. */
const pixelsAtMost = 64_000_000;
const movingPixelsAtMost = 100_000_000;
const sideAtMost = 4096;
const movingSideAtMost = 1280;
const secondsAtMost = 30;

sharp.cache(false);
sharp.concurrency(1);

const beginnings: [kind: string, test: (head: Buffer) => boolean][] = [
	['jpeg', (head) => head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
	['png', (head) => head.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))],
	['gif', (head) => /^GIF8[79]a/.test(head.toString('latin1'))],
	['webp', (head) => /^RIFF....WEBP/s.test(head.toString('latin1'))],
	['heif', (head) => /^....ftyp(avif|avis)/s.test(head.toString('latin1'))],
	['heic', (head) => /^....ftyp(heic|heix|hevc|mif1|msf1)/s.test(head.toString('latin1'))]
];

/** What kind of picture the first bytes say this is; undefined when it is none. */
export function pictureKind(bytes: Uint8Array): string | undefined {
	const head = Buffer.from(bytes.subarray(0, 16));
	return beginnings.find(([, test]) => test(head))?.[0];
}

/** Decodes a picture and makes what is served of it: upright, without what the camera wrote into it, in modern widths too. Throws Invalid. */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
	return inTurn(async () => {
		const { moving, kind } = await lookAt(bytes);
		const side = moving ? movingSideAtMost : sideAtMost;
		const upright = () => opened(bytes, moving).autoOrient();
		const fit = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
		const whole = await made(encoded(upright().resize(fit), kind));
		const variants = [];
		for (const width of widthsOf(whole.width)) {
			const smaller = upright().resize({ width, withoutEnlargement: true }).webp({ quality: 80 });
			variants.push({ width, bytes: (await made(smaller)).bytes });
		}
		return { ...whole, type: `image/${typeOf(kind)}`, variants };
	});
}

/** The part of a picture that draws the eye, as a square of `side` pixels. Throws Invalid. */
export async function readSquare(bytes: Uint8Array, side: number): Promise<Picture> {
	return inTurn(async () => {
		await lookAt(bytes);
		const square = opened(bytes, false)
			.autoOrient()
			.resize(side, side, { fit: 'cover', position: sharp.strategy.attention });
		return { ...(await made(square.webp({ quality: 86 }))), type: 'image/webp', variants: [] };
	});
}

/** What a picture is that was made here or elsewhere to be served as it is: read to its end, its type by its content. Throws Invalid. */
export async function checkPicture(
	bytes: Uint8Array
): Promise<Omit<Picture, 'bytes' | 'variants'>> {
	return inTurn(async () => {
		const { kind, moving } = await lookAt(bytes);
		const { width, height, pageHeight } = await metadata(bytes);
		await opened(bytes, moving)
			.timeout({ seconds: secondsAtMost })
			.stats()
			.catch(() => {
				throw damaged();
			});
		return { type: `image/${kind}`, width, height: pageHeight ?? height };
	});
}

async function lookAt(bytes: Uint8Array): Promise<{ kind: string; moving: boolean }> {
	const kind = pictureKind(bytes);
	if (!kind) throw refused('This is not a picture. Choose a JPEG, PNG, WebP, AVIF or GIF');
	if (kind === 'heic')
		throw refused('Browsers cannot show HEIC pictures. Save it as JPEG, then choose it again');
	const { width, height, pages, format, pageHeight } = await metadata(bytes);
	if (format !== kind) throw refused('This picture is not what it says it is');
	const moving = (pages ?? 1) > 1;
	const pixels = width * (pageHeight ?? height) * (moving ? pages! : 1);
	if (pixels > (moving ? movingPixelsAtMost : pixelsAtMost)) throw tooLarge();
	return { kind, moving };
}

async function metadata(bytes: Uint8Array): Promise<Metadata> {
	try {
		return await opened(bytes, true).metadata();
	} catch (error) {
		throw String(error).includes('pixel limit') ? tooLarge() : damaged();
	}
}

function opened(bytes: Uint8Array, animated: boolean): Sharp {
	return sharp(bytes, { animated, limitInputPixels: movingPixelsAtMost, failOn: 'error' });
}

/** A moving GIF becomes a moving WebP, at a fifth of its weight; AVIF takes too long to write. */
function typeOf(kind: string): 'jpeg' | 'png' | 'webp' {
	return kind === 'jpeg' || kind === 'png' ? kind : 'webp';
}

function encoded(picture: Sharp, kind: string): Sharp {
	const type = typeOf(kind);
	if (type === 'jpeg') return picture.jpeg({ quality: 88, progressive: true });
	return type === 'png' ? picture.png({ compressionLevel: 9 }) : picture.webp({ quality: 88 });
}

async function made(picture: Sharp) {
	try {
		const { data, info } = await picture
			.timeout({ seconds: secondsAtMost })
			.toBuffer({ resolveWithObject: true });
		return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
	} catch {
		throw damaged();
	}
}

function refused(message: string): Invalid {
	return new Invalid([{ field: 'file', message }]);
}

function damaged(): Invalid {
	return refused('This picture is damaged: it could not be read to its end');
}

function tooLarge(): Invalid {
	return refused(
		`This picture has too many pixels. Use at most ${pixelsAtMost / 1_000_000} million`
	);
}

let last: Promise<unknown> = Promise.resolve();

/** A large picture takes a few hundred megabytes while it is decoded: one at a time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const mine = last.then(work, work);
	last = mine.catch(() => undefined);
	return mine;
}
