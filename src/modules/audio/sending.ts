import { DetailedError, Upload } from 'tus-js-client';
import { whyNot } from '#platform/why-not.ts';
import { forgetFilm, playable } from './converting.ts';
import { untilItCame } from './until-it-came.ts';

/** How far something is: made ready for every player, on its way, or here. */
export type Progress = { step: 'converting' | 'sending'; part: number };

type Expected = { track: string; upload: string };

/**
 * Sends a recording as a new track, or as a new take of one: `door` is the address that awaits it, `words` what it is told
 * beside. What does not play everywhere is first made so here on the device: with its `pictures` MP4, else MP3. A file that
 * was on its way when the page was closed goes on from where it was. Throws an Error that says what was wrong.
 */
export async function send(
	file: File,
	door: string,
	words: Record<string, unknown>,
	tell: (progress: Progress) => void,
	pictures = file.type.startsWith('video/')
): Promise<string> {
	const ready = await playable(file, pictures, (part) => tell({ step: 'converting', part }));
	const sent = (part: number) => tell({ step: 'sending', part });
	sent(0);
	const told = JSON.stringify({ ...words, name: file.name, bytes: ready.size });
	// What is made of a film on the way is another each time.
	const begun = ready === file ? begunBefore(file, door, told) : undefined;
	if (begun && (await bring(ready, begun.upload, sent).then(() => true, orItIsGone)))
		return arrived(ready, begun);
	const answer = await fetch(door, {
		method: 'POST',
		body: told,
		headers: { 'content-type': 'application/json' }
	});
	if (!answer.ok) throw new Error((await whyNot(answer)) || answer.statusText);
	const expected = (await answer.json()) as Expected;
	if (ready === file) begin(file, door, told, expected);
	await bring(ready, expected.upload, sent);
	return arrived(ready, expected);
}

async function arrived(sent: Blob, { track }: Expected): Promise<string> {
	localStorage.removeItem(onItsWay);
	await forgetFilm(sent);
	return track;
}

/** Brings bytes to where they are awaited, in parts, and goes on by itself when the network was gone. */
async function bring(bytes: Blob, address: string, tell: (part: number) => void): Promise<void> {
	await new Promise<void>((done, failed) => {
		const upload = new Upload(bytes, {
			uploadUrl: address,
			chunkSize: 4_000_000,
			...untilItCame,
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

/** The file that this device sent last, until it has come. */
const onItsWay = 'junto-on-its-way';
type Begun = Expected & { file: string; door: string; told: string };

function begin(file: File, door: string, told: string, expected: Expected): void {
	const begun: Begun = { ...expected, file: identityOf(file), door, told };
	localStorage.setItem(onItsWay, JSON.stringify(begun));
}

/** Where the same file was on its way, told the same or chosen again at its track. */
function begunBefore(file: File, door: string, told: string): Expected | undefined {
	const begun = JSON.parse(localStorage.getItem(onItsWay) ?? 'null') as Begun | null;
	if (begun?.file !== identityOf(file)) return undefined;
	const same = begun.door === door && begun.told === told;
	return same || door === `/api/v1/tracks/${begun.track}/takes` ? begun : undefined;
}

const identityOf = ({ name, size, lastModified }: File) => `${size} ${lastModified} ${name}`;

function orItIsGone(error: Error): false {
	const { cause } = error;
	const status = cause instanceof DetailedError ? cause.originalResponse?.getStatus() : undefined;
	if (status !== 404 && status !== 410) throw error;
	return false;
}
