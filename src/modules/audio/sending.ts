import { DetailedError, Upload } from 'tus-js-client';
import { whyNot } from '#platform/why-not.ts';
import { forgetFilm, playable } from './converting.ts';
import { begunBefore, noteBegun, noteOver, type Expected } from './on-its-way.ts';
import { untilItCame } from './until-it-came.ts';

/** How far something is: made ready for every player, on its way, or here. */
export type Progress = { step: 'converting' | 'sending'; part: number };

/** The track that it is, or is a take of; and, where it was made ready here, what sends its original after it and tells how much of it went. */
type Sent = { track: string; sendOriginal?: (tell: (part: number) => void) => Promise<void> };

/** Whether it has its pictures, and whether it is a file that can be chosen again: then it goes on from where it was when the page was closed. */
type How = { pictures?: boolean; again?: boolean };

/**
 * Sends a recording as a new track, or as a new take of one: `door` is the address that awaits it, `words` what it is told
 * beside. What does not play everywhere is made so there, or first here on the device: with its pictures MP4, else MP3.
 * Throws an Error that says what was wrong.
 */
export async function send(
	file: File,
	door: string,
	words: Record<string, unknown>,
	tell: (progress: Progress) => void,
	{ pictures = file.type.startsWith('video/'), again = false }: How = {}
): Promise<Sent> {
	const converting = (part: number) => tell({ step: 'converting', part });
	const ready = await playable(file, pictures, madeThere, converting);
	const sent = (part: number) => tell({ step: 'sending', part });
	sent(0);
	const told = JSON.stringify({ ...words, name: file.name, bytes: ready.size });
	// What is made of a film on the way is another each time.
	const same = again && ready === file;
	try {
		await network();
		const begun = same ? begunBefore(file, door, told) : undefined;
		const went = begun && (await bring(ready, begun.upload, sent).then(() => true, orItIsGone));
		const expected = went ? begun : await expect(door, told);
		if (!went) {
			if (same) noteBegun(file, { ...expected, door, told });
			await bring(ready, expected.upload, sent);
		}
		if (same) noteOver(file);
		const { track, recording } = expected;
		// Whoever wants the voice of a film alone does not send its pictures.
		if (ready === file || (!pictures && file.type.startsWith('video/'))) return { track };
		const after = `/api/v1/tracks/${track}/takes/${recording}/original`;
		return { track, sendOriginal: (tell) => follow(file, after, tell) };
	} finally {
		if (ready !== file) await forgetFilm(ready);
	}
}

/** Sends an original after what was made of it, whatever page one is on; who leaves the place meanwhile is asked. */
async function follow(file: File, door: string, tell: (part: number) => void): Promise<void> {
	const stay = (event: Event) => event.preventDefault();
	addEventListener('beforeunload', stay);
	try {
		await network();
		const { upload } = await expect(door, JSON.stringify({ name: file.name, bytes: file.size }));
		await bring(file, upload, tell);
	} finally {
		removeEventListener('beforeunload', stay);
	}
}

/** Whether what plays in few players is made to play in all where it is sent; not where nobody is there to say so. */
async function madeThere(): Promise<boolean> {
	const answer = await fetch('/api/v1/recording-forms').catch(() => undefined);
	return answer?.ok === true && ((await answer.json()) as { madeHere: boolean }).madeHere;
}

async function expect(door: string, told: string): Promise<Expected> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(door, { method: 'POST', body: told, headers });
	if (!answer.ok) throw new Error((await whyNot(answer)) || answer.statusText);
	return (await answer.json()) as Expected;
}

/** Waits until the browser has a network. */
async function network(): Promise<void> {
	if (navigator.onLine) return;
	await new Promise((back) => addEventListener('online', back, { once: true }));
}

/** Brings bytes to where they are awaited, in parts, and goes on by itself when the network was gone. */
async function bring(bytes: Blob, address: string, tell: (part: number) => void): Promise<void> {
	await new Promise<void>((done, failed) => {
		const upload = new Upload(bytes, {
			uploadUrl: address,
			chunkSize: 4_000_000,
			...untilItCame,
			onShouldRetry: (error) => {
				// A file that was moved away is not to be had, however often one tries.
				bytes
					.slice(0, 1)
					.arrayBuffer()
					.catch((gone: Error) => {
						void upload.abort();
						failed(gone);
					});
				return untilItCame.onShouldRetry(error);
			},
			onProgress: (sent, all) => tell(all > 0 ? sent / all : 0),
			onSuccess: () => done(),
			onError: failed
		});
		upload.start();
	}).catch((error: Error) => {
		const said = error instanceof DetailedError && error.originalResponse?.getBody().trim();
		throw new Error(said || error.message, { cause: error });
	});
}

function orItIsGone(error: Error): false {
	const { cause } = error;
	const status = cause instanceof DetailedError ? cause.originalResponse?.getStatus() : undefined;
	if (status !== 404 && status !== 410) throw error;
	return false;
}
