import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepOriginal } from '#modules/audio/server/originals.ts';
import { createPlaylist, getPlaylist } from '#modules/audio/server/playlists.ts';
import { receiveWaiting } from '#modules/audio/server/receiving.ts';
import { bringBackTake, listTakes } from '#modules/audio/server/takes.ts';
import { tone } from '#modules/audio/server/tone.fixture.ts';
import { createTrack, getTrack, replaceTrack } from '#modules/audio/server/tracks.ts';
import { getFile } from '#modules/documents/server/files.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { depart } from '#modules/people/server/departing.ts';
import { erasePerson } from '#modules/people/server/erasing.ts';
import { fileAt } from '#platform/files.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { layOut } from '#platform/server/storage/bytes.ts';
import {
	closeFfmpeg,
	findsFfmpeg,
	makesAnew,
	openFfmpeg
} from '#platform/server/storage/ffmpeg.ts';
import { readSound } from '#platform/server/storage/sounds.ts';
import { uploadPath } from '#platform/server/storage/uploads.ts';
import { openUploadServer } from './sending.fixture.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let uploads: Awaited<ReturnType<typeof openUploadServer>>;
let [siti, kofi, mei, ada] = [] as unknown as [Actor, Actor, Actor, Actor];

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	siti = await person('Siti', { steward: true });
	[kofi, mei, ada] = [await person('Kofi'), await person('Mei'), await person('Ada')];
	uploads = await openUploadServer([kofi, mei, ada]);
	await openFfmpeg(ffmpeg.path);
});
afterAll(async () => {
	await openFfmpeg('none');
	await uploads.close();
	await close();
});

const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url));

/** What another program makes of a recording, as its name says. */
function made(from: Uint8Array, name: string, how: string[] = []): Buffer {
	const folder = mkdtempSync(join(tmpdir(), 'junto-made-'));
	const to = join(folder, name);
	execFileSync(ffmpeg.path, ['-v', 'error', '-i', '-', ...how, to], { input: from });
	const bytes = readFileSync(to);
	rmSync(folder, { recursive: true });
	return bytes;
}

/** Sends bytes as a track, or as a new take of one. */
type How = { who?: Actor; name?: string | undefined; anew?: string; playlist?: string };
async function say(
	bytes: Uint8Array,
	{ who = kofi, name = 'voice.webm', anew = '', playlist }: How = {}
) {
	const sent = { name, bytes: bytes.length, playlist };
	const { track, recording, upload } = anew
		? await replaceTrack(who, { track: anew, ...sent })
		: await createTrack(who, { title: 'At the lathe', audience: 'everyone', ...sent });
	const answer = await uploads.patch(who, upload, 0, bytes);
	return { track, recording, status: answer.status, said: (await answer.text()).trim() };
}

async function heard(bytes: Uint8Array, name?: string) {
	const { track, status } = await say(bytes, { name });
	expect(status).toBe(204);
	expect((await getTrack(kofi, { track })).coming[0]).toMatchObject({ making: true });
	await expect(getTrack(mei, { track })).rejects.toThrow('no such track');
	await runDue();
	const { take, coming } = await getTrack(mei, { track });
	expect(coming).toEqual([]);
	const sound = await bytesAt(mei, take!.src);
	expect(await readSound(sound)).toEqual({ type: take!.type, seconds: take!.seconds });
	expect(sound.length).toBe(take!.bytes);
	return { track, take: take! };
}

async function bytesAt(who: Actor, src: string): Promise<Uint8Array> {
	const answer = await uploads.ask(who, src, {});
	expect(answer.status).toBe(200);
	return new Uint8Array(await answer.arrayBuffer());
}

/** What Kofi was told of a track of his. */
const toldOf = async (track: string) =>
	(await listNotices(kofi, {})).items
		.filter(({ url }) => url.includes(track))
		.map(({ verb }) => verb);

/** How many files are kept. */
async function keptFiles(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'junto-kept-'));
	await layOut(folder);
	const all = readdirSync(folder, { recursive: true, withFileTypes: true });
	rmSync(folder, { recursive: true });
	return all.filter((one) => one.isFile()).length;
}

/** Everything that lies where uploads come in. */
const left = (recording: string) =>
	readdirSync(dirname(uploadPath(recording))).filter((name) => !name.endsWith('.json'));

test('what a few players play is made so that all do: a voice as MP3, a film as MP4, each as long as it was', async () => {
	for (const [name, type, seconds] of [
		['no-duration.webm', 'audio/mpeg', 3],
		['camera.webm', 'video/mp4', 3],
		['phone.mov', 'video/mp4', 3],
		['film.mp4', 'video/mp4', 3]
	] as const) {
		const { take } = await heard(sample(name), name);
		expect(take.type, name).toBe(type);
		expect(Math.abs(take.seconds - seconds), name).toBeLessThan(0.15);
	}
	const wav = await tone(2, { as: 'wav' });
	for (const [bytes, name] of [
		[wav, 'voice.wav'],
		[made(wav, 'old-phone.3gp', ['-ar', '8000']), 'old-phone.3gp'],
		[made(wav, 'voice.ogg', ['-c:a', 'libvorbis']), 'voice.ogg'],
		[made(wav, 'voice.flac'), 'voice.flac']
	] as const) {
		const { take } = await heard(bytes, name);
		expect([name, take.type, Math.round(take.seconds)]).toEqual([name, 'audio/mpeg', 2]);
	}
});

test('the recording stays as it was sent, for its voice alone, also once the take that was made of it is brought back', async () => {
	const webm = sample('no-duration.webm');
	const { track } = await heard(webm, 'Am Drehmeißel ⁂.webm');
	expect(await toldOf(track)).toEqual(['made ready']);
	const [first] = (await listTakes(kofi, { track })).items;
	const original = first!.original!;
	expect(original).toMatchObject({ name: 'Am Drehmeißel ⁂.webm', bytes: webm.length });
	expect(Buffer.compare(await bytesAt(kofi, original.src), webm)).toBe(0);
	expect((await listTakes(mei, { track })).items[0]!.original).toBeNull();
	expect((await uploads.ask(mei, original.src, {})).status).toBe(404);

	const mp3 = await tone(1);
	expect((await say(mp3, { anew: track })).status).toBe(204);
	await bringBackTake(kofi, { track, take: first!.sound!.take });
	const [third, second] = (await listTakes(kofi, { track })).items;
	expect([third!.original, second!.original]).toEqual([original, null]);
});

test('what a phone notes beside its pictures, such as where it was, stays with its voice', async () => {
	const noted = ['location', 'comment'].flatMap((key) => [
		'-metadata',
		`${key}=+48.2082+016.3738/`
	]);
	const where = ['-movflags', 'use_metadata_tags', ...noted];
	const bytes = made(sample('phone.mov'), 'noted.mov', ['-c', 'copy', ...where]);
	expect(bytes.includes('+48.2082')).toBe(true);
	const { take } = await heard(bytes, 'noted.mov');
	expect(Buffer.from(await bytesAt(mei, take.src)).includes('+48.2082')).toBe(false);
});

test('a list of other files, or of addresses, is no recording; nothing that it names is read', async () => {
	let asked = 0;
	const trap = createServer((_request, response) => {
		asked += 1;
		response.end();
	});
	await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready));
	const { port } = trap.address() as { port: number };
	const lists = [
		`#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`,
		`#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n`,
		`ffconcat version 1.0\nfile http://127.0.0.1:${port}/a.mp3\n`
	];
	for (const list of lists) {
		const { track, status } = await say(Buffer.from(list), { name: 'list.m3u8' });
		expect(status).toBe(422);
		const { take, coming } = await getTrack(kofi, { track });
		expect([take, coming[0]!.making]).toEqual([null, false]);
	}
	expect(asked).toBe(0);
	await new Promise((done) => trap.close(done));
});

test('what cannot be made is refused with what would do, and nothing of it stays', async () => {
	const webm = Buffer.from(sample('no-duration.webm'));
	webm.write('A_NONE', webm.indexOf('A_OPUS'));
	const { track, recording, status } = await say(webm);
	expect(status).toBe(204);
	await runDue();
	const { take, coming } = await getTrack(kofi, { track });
	expect(take).toBeNull();
	expect(coming[0]).toMatchObject({
		making: false,
		refused: 'It could not be made to play everywhere. Send it as MP3, M4A or MP4'
	});
	expect(left(recording)).not.toContain(recording);
	expect(await receiveWaiting(now())).toBe(0);
	expect(await toldOf(track)).toEqual(['not made ready']);
});

test('one after another is made, once each, though Junto ends meanwhile or its job is lost', async () => {
	const first = await say(sample('no-duration.webm'));
	const second = await say(sample('camera.webm'));
	expect(await receiveWaiting(now())).toBe(0);
	closeFfmpeg();
	await runDue();
	expect((await getTrack(kofi, first)).coming[0]).toMatchObject({ making: true, refused: null });

	await openFfmpeg(ffmpeg.path);
	await asSystem('receiving a recording', (tx) =>
		sql`delete from jobs.job where name = 'make-ready'`.execute(tx)
	);
	await runDue();
	expect((await getTrack(kofi, first)).take).toBeNull();
	await receiveWaiting(now().add({ hours: 23 }));
	await runDue();
	expect((await getTrack(kofi, first)).take).toBeNull();

	await asSystem('receiving a recording', (tx) =>
		sql`update recording_making set at = at - interval '25 hours'`.execute(tx)
	);
	expect(await receiveWaiting(now())).toBe(2);
	await runDue();
	for (const { track } of [first, second])
		expect((await getTrack(mei, { track })).take!.number).toBe(1);
	expect(await receiveWaiting(now())).toBe(0);
});

test('a playlist tells its voice what is being made ready, so that nobody says it twice, and nobody else', async () => {
	const { id: playlist } = await createPlaylist(kofi, { title: 'Closing', audience: 'everyone' });
	const { track } = await say(sample('no-duration.webm'), { playlist });
	expect((await getPlaylist(kofi, { playlist })).making).toEqual([track]);
	expect(await getPlaylist(mei, { playlist })).toMatchObject({ making: [], tracks: [] });
	await runDue();
	expect((await getPlaylist(kofi, { playlist })).making).toEqual([]);
});

test('what takes long does not come over what was said since', async () => {
	const moment = now();
	const { track } = await say(sample('camera.webm'));
	freezeAt(moment.add({ minutes: 5 }));
	const mp3 = await tone(1);
	expect((await say(mp3, { anew: track })).status).toBe(204);
	await runDue();
	const { take, coming } = await getTrack(kofi, { track });
	expect([take!.number, take!.type]).toEqual([1, 'audio/mpeg']);
	expect(coming[0]).toMatchObject({ making: false, refused: 'It was recorded anew meanwhile' });
	freezeAt(moment);
});

test('a recording with which the machine ended again and again is refused at last', async () => {
	const { track } = await say(sample('camera.webm'));
	await asSystem('receiving a recording', (tx) =>
		sql`update recording_making set tries = 3`.execute(tx)
	);
	await runDue();
	expect((await getTrack(kofi, { track })).coming[0]!.refused).toContain('could not be made');
});

test('so many of one person’s wait at most, and nobody waits for what another may not send', async () => {
	await asSystem('receiving a recording', async (tx) => {
		for (let n = 0; n < 20; n++)
			await sql`with r as (
				insert into recording (id, track_id, person_id, name, bytes, at)
				select ${newId()}, id, voice_id, '', 5, ${now().toString()} from track where voice_id = ${kofi.id} limit 1
				returning id
			) insert into recording_making (recording_id, at) select id, ${now().toString()} from r`.execute(
				tx
			);
	});
	const { status, said } = await say(sample('camera.webm'));
	expect([status, said]).toEqual([422, 'Wait until others of your recordings are made ready']);
	expect((await say(sample('camera.webm'), { who: mei })).status).toBe(204);
	await asSystem('receiving a recording', (tx) =>
		sql`delete from recording_making where recording_id in (select id from recording where bytes = 5)`.execute(
			tx
		)
	);
	await runDue();
});

test('nothing of the making lies about, and what its voice is erased with is gone as it was sent, too', async () => {
	const before = await keptFiles();
	const { track, recording } = await say(sample('camera.webm'), { who: ada });
	await runDue();
	expect(await keptFiles()).toBe(before + 2);
	const [{ original, sound } = { original: null, sound: null }] = (await listTakes(ada, { track }))
		.items;
	const named = left(recording);
	const plain = await say(await tone(1), { who: ada });
	await keepOriginal(ada, { ...plain, name: 'voice.wav', bytes: 9 });
	await say(sample('camera.webm'), { who: ada });
	await depart(siti, { person: ada.id });
	const wishes = { submissions: 'stay', comments: 'stay', pages: 'stay' } as const;
	await erasePerson(siti, { person: ada.id, ...wishes });
	await runDue();
	for (const { src } of [original!, sound!])
		await expect(getFile(kofi, { file: fileAt(src)! })).rejects.toThrow('no such file');
	expect(left(recording)).toEqual(named.filter((name) => name !== recording));
	expect(await keptFiles()).toBe(before);
});

test('an ffmpeg that is named and makes neither MP3 nor H.264 is told of at the start, and none is none', async () => {
	await expect(openFfmpeg('/no/such/ffmpeg')).rejects.toThrow('FFMPEG: /no/such/ffmpeg');
	await expect(openFfmpeg('/bin/echo')).rejects.toThrow('makes MP3 and H.264');
	await openFfmpeg(ffmpeg.path);
	expect(await findsFfmpeg('none')).toBe(false);
	expect(makesAnew(), 'to ask is not to open').toBe(true);
	await openFfmpeg('none');
	expect((await say(sample('camera.webm'))).said).toContain('MP4 with H.264 and AAC');
	await openFfmpeg(ffmpeg.path);
});
