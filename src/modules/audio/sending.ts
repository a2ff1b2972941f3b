import { Upload } from 'tus-js-client';
import { whyNot } from '#platform/why-not.ts';
import { forgetFilm, playable } from './converting.ts';

/** How far something is: made ready for every player, on its way, or here. */
export type Progress = { step: 'converting' | 'sending'; part: number };

type Expected = { track: string; upload: string };

/**
 * Sends a recording as a new track, or as a new take of one: `door` is the address that awaits it, `words` what it is told
 * beside. What does not play everywhere is first made so here on the device: with its `pictures` MP4, else MP3. Throws an
 * Error that says what was wrong.
 */
export async function send(
	file: File,
	door: string,
	words: Record<string, unknown>,
	tell: (progress: Progress) => void,
	pictures = file.type.startsWith('video/')
): Promise<string> {
	const ready = await playable(file, pictures, (part) => tell({ step: 'converting', part }));
	tell({ step: 'sending', part: 0 });
	const answer = await fetch(door, {
		method: 'POST',
		body: JSON.stringify({ ...words, name: file.name, bytes: ready.size }),
		headers: { 'content-type': 'application/json' }
	});
	if (!answer.ok) throw new Error((await whyNot(answer)) || answer.statusText);
	const { track, upload } = (await answer.json()) as Expected;
	await bring(ready, upload, (part) => tell({ step: 'sending', part }));
	await forgetFilm();
	return track;
}

/** Brings bytes to where they are awaited, in parts, and goes on by itself when the network was gone. */
async function bring(bytes: Blob, address: string, tell: (part: number) => void): Promise<void> {
	await new Promise<void>((done, failed) => {
		const upload = new Upload(bytes, {
			uploadUrl: address,
			chunkSize: 4_000_000,
			retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
			onProgress: (sent, all) => tell(all > 0 ? sent / all : 0),
			onSuccess: () => done(),
			onError: (error) => {
				const said =
					'originalResponse' in error ? error.originalResponse?.getBody().trim() : undefined;
				failed(new Error(said || error.message));
			}
		});
		upload.start();
	});
}
