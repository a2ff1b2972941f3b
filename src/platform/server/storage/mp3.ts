import { buffer } from 'node:stream/consumers';
import { readBytes } from './bytes.ts';

/** Where the sound of an MP3 begins, in bytes, behind its labels; and of what shape it is: what is of one shape plays as one when joined. */
export type Frames = { from: number; shape: string };

const known = new Map<string, Frames | null>();
const knownAtMost = 20_000;

/** The frames of a file of so many bytes that is MP3; null for one that begins with none. */
export async function framesOf(file: string, bytes: number): Promise<Frames | null> {
	const told = known.get(file);
	if (told !== undefined) return told;
	const label = labelLength(await part(file, 0, Math.min(10, bytes)));
	const head = Math.min(2_000, bytes - label);
	const frames = head > 0 ? readFrames(await part(file, label, head), label) : null;
	if (known.size >= knownAtMost) known.clear();
	known.set(file, frames);
	return frames;
}

async function part(file: string, start: number, length: number): Promise<Uint8Array> {
	return buffer(await readBytes(file, 'whole', { start, end: start + length - 1 }));
}

/** An ID3v2 label tells its own length, in four bytes of seven bits (ID3 2.4.0, section 3.1). */
function labelLength(bytes: Uint8Array): number {
	if (String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') return 0;
	const sizes = [...bytes.subarray(6, 10)].map((size) => size & 0x7f);
	return 10 + sizes.reduce((sum, size) => sum * 128 + size, 0);
}

const rates = [44_100, 48_000, 32_000];
/** In kilobits a second, by the index in a frame's header (ISO 11172-3, and 13818-3 for the halved rates). */
const full = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const halved = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

function readFrames(bytes: Uint8Array, from: number): Frames | null {
	const [sync = 0, kind = 0, speed = 0, mode = 0] = bytes;
	const version = (kind >> 3) & 3;
	const rate = rates[(speed >> 2) & 3];
	const kilobits = (version === 3 ? full : halved)[speed >> 4];
	const isLayerThree = sync === 0xff && kind >> 5 === 7 && ((kind >> 1) & 3) === 1;
	if (!isLayerThree || version === 1 || !rate || !kilobits) return null;
	const hertz = version === 3 ? rate : rate / (version === 2 ? 2 : 4);
	const shape = `${hertz} ${mode >> 6 === 3 ? 'mono' : 'stereo'}`;
	const length =
		Math.floor(((version === 3 ? 144_000 : 72_000) * kilobits) / hertz) + ((speed >> 1) & 1);
	// The first frame may count the frames of its file alone; players would stop where those end.
	const counts = /Xing|Info/.test(String.fromCharCode(...bytes.subarray(4, 44)));
	return { from: counts ? from + length : from, shape };
}
