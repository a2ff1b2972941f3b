import { answerCall, concludeCall, createCall, markAnswer } from '#modules/audio/server/calls.ts';
import { meetAbout } from '#modules/audio/server/call-meetings.ts';
import { putChapters } from '#modules/audio/server/chapters.ts';
import { createLink } from '#modules/audio/server/links.ts';
import { setPosition, setSpeed } from '#modules/audio/server/listening.ts';
import { keepOriginal } from '#modules/audio/server/originals.ts';
import { createPlaylist } from '#modules/audio/server/playlists.ts';
import { askRetake } from '#modules/audio/server/retakes.ts';
import { soundLine } from '#modules/audio/server/said.ts';
import { beginSpoken, getSpoken } from '#modules/audio/server/spoken.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack, getTrack, replaceTrack } from '#modules/audio/server/tracks.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { preferForm } from '#modules/documents/server/forms.ts';
import { addMeeting } from '#modules/series/server/meetings.ts';
import { giveThanks } from '#modules/discussion/server/thanks.ts';
import { suggestWords } from '#modules/audio/server/corrections.ts';
import { putTranscript } from '#modules/audio/server/transcripts.ts';
import type { Actor } from '#platform/server/door.ts';

/** What was spoken for one audience. */
export type Spoken = {
	/** A playlist with one track in it, which Mei has begun to hear. */
	playlist: string;
	track: string;
	/** Better words that Mei suggests for it. */
	correction: string;
	/** What Mei said at a moment of it, and asked for anew. */
	moment: string;
	/** A link to it that Darcy made. */
	link: string;
	/** A question of Darcy's, which Mei answered aloud, and what came of it. */
	call: string;
	answer: string;
	/** An hour at which people meet over the training. */
	meeting: string;
	/** A block of a training of Darcy's, which he reads aloud. */
	read: { document: string; block: string; track: string };
	/** What he says about it instead of writing it, anew, and his first take of that. */
	said: string;
	saidFirst: string;
};

/** What Darcy says aloud for one audience, and Mei listens to. */
export async function speak(
	{ darcy, mei }: { darcy: Actor; mei: Actor },
	audience: string,
	word: string,
	training: string
): Promise<Spoken> {
	const { id: playlist } = await createPlaylist(darcy, {
		...{ title: `Playlist ${word}`, about: `Spoken ${word}`, audience, tags: [`Tag ${word}`] }
	});
	const { playlist: call } = await createCall(darcy, {
		...{ question: `Question ${word}`, audience, people: [mei.id], closes: '2027-06-30' }
	});
	const meeting = { day: '2027-06-01', time: '10:00', place: `Room ${word}` };
	await meetAbout(darcy, { playlist: call, ...meeting });
	const { track: answer } = await answerCall(mei, { playlist: call });
	await sendAgain(mei, answer);
	await markAnswer(darcy, { playlist: call, track: answer });
	await concludeCall(darcy, { playlist: call, words: `Outcome ${word}` });
	const { id: hour } = await addMeeting(darcy, {
		...{ training, format: 'live', day: '2027-06-02', time: '10:00', place: `Hall ${word}` }
	});
	await preferForm(mei, { form: 'listen' });
	const track = await record(darcy, `Track ${word}`, { audience, playlist });
	await putTranscript(darcy, { track, text: `Said aloud ${word}` });
	const { id: correction } = await suggestWords(mei, {
		...{ track, place: 0, was: `Said aloud ${word}`, words: `Sung aloud ${word}` }
	});
	await putChapters(darcy, { track, chapters: [{ from: 0.1, title: `Chapter ${word}` }] });
	// Devices name their files as they like.
	await sendOriginal(darcy, track, `Original ${word}.png`);
	const { id: link } = await createLink(darcy, { track, closes: '2027-06-30' });
	await setPosition(mei, { track, take: 1, seconds: 0.2 });
	const about = { kind: 'track', id: track, block: '1-0' };
	const { id: moment } = await postComment(mei, { about, markdown: `Said at a moment ${word}` });
	await askRetake(mei, { comment: moment });
	await giveThanks(mei, { about });
	await setSpeed(mei, { voice: darcy.id, speed: 1.25 });
	const said = await record(darcy, `Said ${word}`, { said: true });
	const { take } = await getTrack(darcy, { track: said });
	await sendAgain(darcy, said);
	await postComment(darcy, {
		about: { kind: 'training', id: training },
		markdown: soundLine({ id: said, title: `Said ${word}` })
	});
	const read = await readAloud(darcy, training);
	return {
		playlist,
		track,
		correction,
		moment,
		link,
		call,
		answer,
		meeting: hour,
		read,
		said,
		saidFirst: take!.id
	};
}

async function readAloud(voice: Actor, document: string): Promise<Spoken['read']> {
	const { blocks } = await getSpoken(voice, { document });
	const { id: block, words } = blocks.find((one) => one.words)!;
	const { track } = await beginSpoken(voice, { document, block });
	await sendAgain(voice, track, words);
	return { document, block, track };
}

/** Something that a voice says aloud, and that is heard at once; returns its track. */
export async function record(
	voice: Actor,
	title: string,
	more: { audience?: string; playlist?: string; said?: boolean }
): Promise<string> {
	const bytes = await theSound();
	const given = { title, bytes: bytes.length, ...more };
	const { track, recording } = await createTrack(voice, given);
	await sendAll(recording, bytes);
	return track;
}

/** Sends what a track was made of, as a device does that made it ready. */
async function sendOriginal(voice: Actor, track: string, name: string): Promise<void> {
	const bytes = await tone(0.5, { as: 'wav' });
	const { take } = await getTrack(voice, { track });
	const given = { track, recording: take!.id, name, bytes: bytes.length };
	const { upload } = await keepOriginal(voice, given);
	await sendAll(upload.split('/').at(-1)!, bytes);
}

async function sendAgain(voice: Actor, track: string, reads?: string): Promise<void> {
	const bytes = await theSound();
	const { recording } = await replaceTrack(voice, { track, reads, bytes: bytes.length });
	await sendAll(recording, bytes);
}

let sound: Promise<Uint8Array> | undefined;
const theSound = () => (sound ??= tone(0.4));
