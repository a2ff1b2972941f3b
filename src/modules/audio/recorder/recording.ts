import { Upload } from 'tus-js-client';
import { untilItCame } from '../until-it-came.ts';
import { capture, type Capture, type Capturing } from './capturing.ts';
import { keepChunk, keepTake, type KeptTake } from './kept.ts';

export type Recording = Capture & { take: KeptTake };

/** How often what was said is kept on the device, in milliseconds; the place has it a second later. */
const every = 1_000;

/**
 * Records what a device hears, and sees for a film: each second is kept on this device and sent to the place, so that neither's failing loses
 * more than the last few. The place does without it where it cannot be reached.
 */
export async function record(
	device: MediaStream,
	{ person, page }: { person: string; page: string },
	{ heard, failed, muted }: Omit<Capturing, 'write'>
): Promise<Recording> {
	const place = await beginThere(page);
	const take = await keepTake({ person, page, recording: place?.recording ?? null });
	const free = await hold(take.id);
	const film = device.getVideoTracks().length > 0;
	const sending = place && sendAsItComes(place, film);
	let pending: Uint8Array<ArrayBuffer>[] = [];
	let chunks = 0;
	let keeping = Promise.resolve();
	let room = true;
	// A device that has no room may fail as long as the place has it; what follows a gap is of no use.
	const keep = async (number: number, chunk: Blob): Promise<void> => {
		if (room) await keepChunk(take.id, number, chunk).catch(() => (room = false));
		if (!room && !sending?.lives()) failed();
	};
	const flush = (): Promise<void> => {
		if (pending.length > 0) {
			const chunk = new Blob(pending);
			pending = [];
			sending?.add(chunk);
			const number = chunks++;
			keeping = keeping.then(() => keep(number, chunk));
		}
		return keeping;
	};
	const timer = setInterval(() => void flush(), every);
	const end = async (): Promise<void> => {
		clearInterval(timer);
		await flush();
		sending?.end();
		// What this device had no room for is nowhere else.
		if (!room) await sending?.over;
		await free();
	};
	const capturing = capture(device, {
		...{ heard, failed, muted },
		write: (bytes) => void pending.push(bytes)
	});
	const { pause, resume, stop } = await capturing.catch(async (error: unknown) => {
		await end();
		throw error;
	});
	return {
		...{ take, pause, resume },
		// Whatever becomes of its end, what was written until then is kept.
		stop: () =>
			stop()
				.catch(() => {})
				.then(end)
	};
}

/** The takes that some tab of this browser is recording at this moment. */
export async function beingRecorded(): Promise<Set<number>> {
	const { held = [] } = (await navigator.locks?.query()) ?? {};
	return new Set(held.map(({ name = '' }) => Number(name.replace(lockPrefix, ''))));
}

const lockPrefix = 'junto-recording-';

/** Says to other tabs that a take is being recorded here, until what comes back is called. */
function hold(take: number): Promise<() => Promise<void>> {
	return new Promise((held) => {
		if (!navigator.locks) return held(async () => {});
		const holding = navigator.locks.request(
			`${lockPrefix}${take}`,
			() =>
				new Promise<void>((free) =>
					held(() => {
						free();
						return holding;
					})
				)
		);
	});
}

type Begun = { recording: string; upload: string };

async function beginThere(page: string): Promise<Begun | null> {
	try {
		const answer = await fetch('/api/v1/recordings', {
			method: 'POST',
			body: JSON.stringify({ page }),
			headers: { 'content-type': 'application/json' },
			signal: AbortSignal.timeout(3_000)
		});
		return answer.ok ? ((await answer.json()) as Begun) : null;
	} catch {
		return null;
	}
}

const uploads = new Map<string, Upload>();

/** Sends no more of a recording that the place is to forget. */
export async function stopSending(recording: string): Promise<void> {
	await uploads.get(recording)?.abort();
	uploads.delete(recording);
}

/** Sends a second or two at a time, and waits when the place is out of reach; it lives until it is over, or the place refuses it. */
function sendAsItComes(
	{ recording, upload: address }: Begun,
	film: boolean
): {
	add: (chunk: Blob) => void;
	end: () => void;
	lives: () => boolean;
	/** Is over once all has come, or the place refuses it. */
	over: Promise<void>;
} {
	let feed: ReadableStreamDefaultController<Blob>;
	const coming = new ReadableStream<Blob>({ start: (controller) => void (feed = controller) });
	const { promise: over, resolve } = Promise.withResolvers<void>();
	const ended = () => {
		uploads.delete(recording);
		resolve();
	};
	const upload = new Upload(coming.getReader(), {
		...{ uploadUrl: address, uploadLengthDeferred: true, chunkSize: film ? 100_000 : 24_000 },
		...untilItCame,
		onSuccess: ended,
		onError: ended
	});
	uploads.set(recording, upload);
	upload.start();
	return {
		add: (chunk) => feed!.enqueue(chunk),
		end: () => feed!.close(),
		lives: () => uploads.has(recording),
		over
	};
}
