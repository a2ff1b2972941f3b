import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setPosition } from '#modules/audio/server/listening.ts';
import { receive } from '#modules/audio/server/receiving.ts';
import { createTrack, getTrack, replaceTrack } from '#modules/audio/server/tracks.ts';
import { putTranscript } from '#modules/audio/server/transcripts.ts';
import type { Actor } from '#platform/server/door.ts';
import { uploadPath } from '#platform/server/storage/uploads.ts';
import type { Thing } from './script.ts';

/** Where the voices of the demo lie, each with its words and their times; like `migrations`, from where Junto starts. */
export const voicesFolder = 'src/start/server/demo/voices';

type Begun = Omit<Parameters<typeof createTrack>[1], 'bytes'>;

/** Says something of the story aloud on a new track, with its words written down; it is heard at once. */
export async function say(voice: Actor, sound: string, track: Begun): Promise<Thing> {
	const bytes = await soundOf(sound);
	const { track: id, recording } = await createTrack(voice, { ...track, bytes: bytes.length });
	await sendAll(recording, bytes);
	await putTranscript(voice, { track: id, text: await wordsOf(sound) });
	return { kind: 'track', id };
}

/** The same on a track that waits for it; what reads a text has its words there. */
export async function sayAgain(
	voice: Actor,
	sound: string,
	{ track, reads }: { track: string; reads?: string }
): Promise<Thing> {
	const bytes = await soundOf(sound);
	const { recording } = await replaceTrack(voice, { track, reads, bytes: bytes.length });
	await sendAll(recording, bytes);
	if (!reads) await putTranscript(voice, { track, text: await wordsOf(sound) });
	return { kind: 'track', id: track };
}

/** Hears all of a track, or as much of it as `seconds`. */
export async function hear(listener: Actor, track: string, seconds?: number): Promise<void> {
	const { take } = await getTrack(listener, { track });
	const heard = seconds ?? take!.seconds;
	const place = { track, take: take!.number, seconds: heard, heard: seconds === undefined };
	await setPosition(listener, place);
}

/** What is said in a sound, as WebVTT. */
export function wordsOf(sound: string): Promise<string> {
	return readFile(join(voicesFolder, `${sound}.vtt`), 'utf8');
}

function soundOf(sound: string): Promise<Buffer> {
	return readFile(join(voicesFolder, `${sound}.mp3`));
}

async function sendAll(recording: string, bytes: Uint8Array): Promise<void> {
	await appendFile(uploadPath(recording), bytes);
	await receive(recording);
}
