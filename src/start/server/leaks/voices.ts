import { setPosition, setSpeed } from '#modules/audio/server/listening.ts';
import { createPlaylist } from '#modules/audio/server/playlists.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack } from '#modules/audio/server/tracks.ts';
import type { Actor } from '#platform/server/door.ts';

/** What Darcy says aloud for one audience, and Mei listens to. */
export async function speak(
	{ darcy, mei }: { darcy: Actor; mei: Actor },
	audience: string,
	word: string
): Promise<{ playlist: string; track: string }> {
	const { id: playlist } = await createPlaylist(darcy, {
		...{ title: `Playlist ${word}`, about: `Spoken ${word}`, audience }
	});
	const track = await record(darcy, `Track ${word}`, audience, playlist);
	await setPosition(mei, { track, take: 1, seconds: 0.2 });
	await setSpeed(mei, { voice: darcy.id, speed: 1.25 });
	return { playlist, track };
}

/** Something that a voice says aloud, and that is heard at once; returns its track. */
export async function record(
	voice: Actor,
	title: string,
	audience: string,
	playlist?: string
): Promise<string> {
	sound ??= tone(0.4);
	const bytes = await sound;
	const { track, recording } = await createTrack(voice, {
		...{ title, audience, bytes: bytes.length },
		...(playlist && { playlist })
	});
	await sendAll(recording, bytes);
	return track;
}

let sound: Promise<Uint8Array> | undefined;
