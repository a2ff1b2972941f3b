import { afterAll, beforeAll, expect, test } from 'vitest';
import { listUnheard, setPosition, setSpeed } from '#modules/audio/server/listening.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
});
afterAll(() => close());

const minutePasses = () => freezeAt(now().add({ minutes: 1 }));
const unheard = async (who: Actor) => (await listUnheard(who, {})).items.map(({ title }) => title);
const hear = (track: string, take = 1) =>
	setPosition(mei, { track, take, seconds: 0, heard: true });

test('what others said is new until it was heard to its end, and is new again when it was said anew', async () => {
	await expect(listUnheard.ask(null, {})).rejects.toThrow('Sign in');
	const first = await record(darcy, 'First', { audience: 'everyone' });
	minutePasses();
	const second = await record(darcy, 'Second', { audience: 'everyone' });
	await record(darcy, 'For himself', { audience: 'me' });
	expect(await unheard(mei)).toEqual(['Second', 'First']);
	expect(await unheard(darcy)).toEqual([]);
	await setPosition(mei, { track: first, take: 1, seconds: 0.2 });
	await hear(second);
	expect(await unheard(mei)).toEqual(['First']);
	minutePasses();
	const sound = await tone(0.5);
	const { recording } = await replaceTrack(darcy, { track: second, bytes: sound.length });
	await sendAll(recording, sound);
	expect(await unheard(mei)).toEqual(['Second', 'First']);
	// To have heard the take before is not to have heard this one.
	await setPosition(mei, { track: second, take: 2, seconds: 0.1 });
	expect((await getTrack(mei, { track: second })).mine).toMatchObject({ heard: false });
	expect(await unheard(mei)).toEqual(['Second', 'First']);
	await hear(second, 2);
	await withdrawTrack(darcy, { track: first });
	expect(await unheard(mei)).toEqual([]);
});

test('how fast a voice is heard is remembered for that voice, and known to nobody else', async () => {
	const track = await record(darcy, 'Slowly', { audience: 'everyone' });
	const own = await record(mei, 'Mine', { audience: 'everyone' });
	const voice = darcy.id;
	expect((await getTrack(mei, { track })).speed).toBe(1);
	await setSpeed(mei, { voice, speed: 1.5 });
	await setSpeed(mei, { voice, speed: 1.75 });
	expect((await getTrack(mei, { track })).speed).toBe(1.75);
	expect((await getTrack(mei, { track: own })).speed).toBe(1);
	expect((await getTrack(darcy, { track })).speed).toBe(1);
	for (const speed of [0.1, 9, Number.NaN])
		await expect(setSpeed(mei, { voice, speed })).rejects.toThrow();
	const nobody = '0199f000-0000-7000-8000-000000000000';
	await expect(setSpeed(mei, { voice: nobody, speed: 1 })).rejects.toThrow('nobody here');
});

test('what one device tells late does not undo where another has gone since', async () => {
	const track = await record(darcy, 'In the train', { audience: 'everyone' });
	const at = async () => (await getTrack(mei, { track })).mine;
	await setPosition(mei, { track, take: 1, seconds: 0.1 });
	minutePasses();
	await setPosition(mei, { track, take: 1, seconds: 0.4 });
	minutePasses();
	await setPosition(mei, { track, take: 1, seconds: 0.2, ago: 90 });
	expect(await at()).toMatchObject({ take: 1, seconds: 0.4, heard: false });
	await setPosition(mei, { track, take: 1, seconds: 0.3, ago: 30 });
	expect(await at()).toMatchObject({ take: 1, seconds: 0.3, heard: false });
	// To have heard it to its end stays, whenever that was.
	await setPosition(mei, { track, take: 1, seconds: 0, heard: true, ago: 100 });
	expect(await at()).toMatchObject({ take: 1, seconds: 0.3, heard: true });
	const sound = await tone(0.5);
	const { recording } = await replaceTrack(darcy, { track, bytes: sound.length });
	await sendAll(recording, sound);
	await setPosition(mei, { track, take: 2, seconds: 0.2 });
	await setPosition(mei, { track, take: 1, seconds: 0.4 });
	expect(await at()).toMatchObject({ take: 2, seconds: 0.2, heard: false });
	freezeAt(now().subtract({ hours: 1 }));
	await setPosition(mei, { track, take: 2, seconds: 0.1 });
	expect(await at()).toMatchObject({ seconds: 0.1 });
	for (const ago of [-1, Number.NaN, 1e12])
		await expect(setPosition(mei, { track, take: 1, seconds: 0, ago })).rejects.toThrow();
});
