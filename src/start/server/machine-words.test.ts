import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cuesOfMachine } from '#modules/audio/server/captions.ts';
import { askTranscript } from '#modules/audio/server/machine-words.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { getTrack, replaceTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript, putTranscript } from '#modules/audio/server/transcripts.ts';
import { depart } from '#modules/people/server/departing.ts';
import { erasePerson } from '#modules/people/server/erasing.ts';
import { find } from '#modules/search/server/find.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runRound } from '#platform/server/jobs.ts';
import { log } from '#platform/server/log.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { closeSpeechToText, openSpeechToText } from '#platform/server/speech/to-text.ts';
import { record } from './leaks/voices.ts';
import { openTestPlace, person } from './testing.ts';

/** A machine that stands here for one that listens: it writes as its first word says. */
const script = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
const { argv, env } = process;
const [as, folder, path] = argv.slice(2);
const vtt = 'WEBVTT\\n\\n00:00.000 --> 00:00.200\\nCount the lanterns\\n\\n00:09.000 --> 00:10.000\\nBeyond\\n';
appendFileSync(folder + '/asked', path + '\\n');
console.error('Count the lanterns');
if (as === 'vtt') console.log(vtt);
if (as === 'srt') console.log('1\\n00:00:00,000 --> 00:00:00,200\\nCount the lanterns\\n');
if (as === 'plain') console.log('Count the lanterns');
if (as === 'seen') console.log(path.split('.').at(-1) + ' ' + readFileSync(path).length + ' ' + Object.keys(env).sort().join(' '));
if (as === 'fails') { console.log(vtt); process.exitCode = 3; }
if (as === 'nothing') console.log('WEBVTT\\n\\n');
if (as === 'bytes') process.stdout.write(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
if (as === 'control') console.log('Count \\u0000 the \\u001b[31mlanterns');
if (as === 'much') for (;;) { console.log('lanterns '.repeat(1000)); await after(1); }
if (as === 'long') console.log('lanterns '.repeat(30000));
if (as === 'hangs') {
	const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
	writeFileSync(folder + '/child', String(child.pid));
	await after(60000);
}
if (as === 'waits') {
	writeFileSync(folder + '/begun', '');
	while (!existsSync(folder + '/gate')) await after(20);
	console.log(vtt);
}
`;

const folder = mkdtempSync(join(tmpdir(), 'junto-machine-'));
const inFolder = (name: string) => join(folder, name);
const machine = (as: string) => `${process.execPath}  ${inFolder('machine.mjs')} ${as} ${folder}`;

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	writeFileSync(inFolder('machine.mjs'), script);
	[darcy, mei] = [await person('Darcy'), await person('Mei')];
});
beforeEach(() => {
	for (const name of ['gate', 'begun', 'asked', 'child']) rmSync(inFolder(name), { force: true });
});
afterAll(async () => {
	openSpeechToText(undefined);
	rmSync(folder, { recursive: true });
	await close();
});

const timed = [{ from: 0, to: 0.2, text: 'Count the lanterns' }];
const speak = (audience = 'everyone') => record(darcy, 'Closing up', { audience });
const seen = async (who: Actor, track: string) => {
	const { transcript, wish, may } = await getTranscript(who, { track });
	const words = transcript?.cues.map(({ text }) => text).join('\n');
	return { words, byMachine: transcript?.byMachine, failed: wish?.failed, may: may.ask };
};
const waiting = { failed: false, may: false };
const failed = { failed: true, may: true };
const written = { words: 'Count the lanterns', byMachine: true, failed: undefined, may: false };
const times = () =>
	existsSync(inFolder('asked'))
		? readFileSync(inFolder('asked'), 'utf8').split('\n').length - 1
		: 0;
const eventually = async (is: () => boolean) => {
	while (!is()) await after(20);
};
const alive = (pid: number) => {
	try {
		// One that ended and was not buried yet is a zombie.
		process.kill(pid, 0);
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
};

test('where no machine is named, nothing of it is shown, and nothing is asked of it', async () => {
	openSpeechToText(undefined);
	const track = await speak();
	expect(await getTranscript(darcy, { track })).toEqual({
		...{ transcript: null, wish: null, earlier: null, may: { ask: false, suggest: false } }
	});
	await expect(askTranscript(darcy, { track })).rejects.toThrow('No machine here');
});

test('its voice alone has it written down; who hears it reads whose words they are, and finds them', async () => {
	openSpeechToText(machine('vtt'));
	const track = await speak();
	const own = await speak('me');
	await expect(askTranscript.ask(null, { track })).rejects.toThrow('Sign in');
	await expect(askTranscript(mei, { track })).rejects.toThrow('not yours');
	await expect(askTranscript(mei, { track: own })).rejects.toThrow('no such track');
	expect(await seen(mei, track)).toMatchObject({ failed: undefined, may: false });
	expect(await seen(darcy, track)).toMatchObject({ failed: undefined, may: true });
	await askTranscript(darcy, { track });
	await askTranscript(darcy, { track });
	expect(await seen(darcy, track)).toMatchObject(waiting);
	expect(await seen(mei, track)).toMatchObject({ failed: undefined, may: false });
	expect(times()).toBe(0);
	await runRound();
	expect(times()).toBe(1);
	for (const who of [darcy, mei]) expect(await seen(who, track)).toEqual(written);
	expect((await getTranscript(mei, { track })).transcript!.cues).toEqual(timed);
	const { items } = await find(mei, { q: 'lanterns' });
	expect(items.map(({ title }) => title)).toEqual(['Closing up']);
	await expect(askTranscript(darcy, { track })).rejects.toThrow('already');
	expect(existsSync(readFileSync(inFolder('asked'), 'utf8').trim())).toBe(false);
});

test('the policies let nobody but its voice wish, fail or mark anything', async () => {
	openSpeechToText(machine('vtt'));
	const track = await speak();
	const take = (await getTrack(darcy, { track })).take!.id;
	const at = now().toString();
	const refused = (table: 'transcript_wish' | 'transcript_failure' | 'machine_transcript') =>
		expect(
			as(mei.id, (tx) => tx.insertInto(table).values({ take_id: take, at }).execute())
		).rejects.toThrow('row-level security');
	await refused('transcript_wish');
	await askTranscript(darcy, { track });
	await refused('transcript_failure');
	expect(await as(mei.id, (tx) => tx.selectFrom('transcript_wish').select('at').execute())).toEqual(
		[]
	);
	await as(mei.id, (tx) => tx.deleteFrom('transcript_wish').execute());
	await runRound();
	await refused('machine_transcript');
	await as(mei.id, (tx) => tx.deleteFrom('machine_transcript').execute());
	expect(await seen(mei, track)).toEqual(written);
});

test('the words are a person’s once they save them, and may be written anew once they are gone', async () => {
	openSpeechToText(machine('plain'));
	const track = await speak();
	await askTranscript(darcy, { track });
	await runRound();
	expect(await seen(mei, track)).toEqual(written);
	await putTranscript(darcy, { track, text: 'Count the lanterns' });
	expect(await seen(mei, track)).toEqual({ ...written, byMachine: false });
	await putTranscript(darcy, { track, text: '' });
	openSpeechToText(machine('srt'));
	await askTranscript(darcy, { track });
	await runRound();
	expect(await seen(mei, track)).toEqual(written);
	await putTranscript(darcy, { track, text: '' });
	expect(await seen(darcy, track)).toMatchObject({ words: undefined, may: true });
});

/** Does `work` while the machine writes down what is said in a track. */
async function meanwhile(track: string, work: () => Promise<unknown>): Promise<void> {
	openSpeechToText(machine('waits'));
	await askTranscript(darcy, { track });
	const round = runRound();
	await eventually(() => existsSync(inFolder('begun')));
	await work();
	writeFileSync(inFolder('gate'), '');
	await round;
}

test('what a person writes while the machine does stays', async () => {
	const track = await speak();
	await meanwhile(track, () => putTranscript(darcy, { track, text: 'My own words' }));
	expect(await seen(mei, track)).toMatchObject({ words: 'My own words', byMachine: false });
	expect(await seen(darcy, track)).toMatchObject({ failed: undefined, may: false });
});

test('a take that is not heard any more gets no words, whether it was written down by then or not', async () => {
	const track = await speak();
	const anew = async () => {
		const sound = await tone(0.4);
		const { recording } = await replaceTrack(darcy, { track, bytes: sound.length });
		await sendAll(recording, sound);
	};
	const none = () => as(darcy.id, (tx) => tx.selectFrom('transcript_wish').select('at').execute());
	const words = () =>
		as(darcy.id, (tx) =>
			tx
				.selectFrom('transcript')
				.innerJoin('take', 'take.id', 'transcript.take_id')
				.select('transcript.at')
				.where('track_id', '=', track)
				.execute()
		);
	await meanwhile(track, anew);
	expect(times()).toBe(1);
	await askTranscript(darcy, { track });
	await anew();
	await runRound();
	expect(times()).toBe(1);
	expect([await none(), await words()]).toEqual([[], []]);
	expect(await seen(darcy, track)).toMatchObject({
		words: undefined,
		failed: undefined,
		may: true
	});
});

test('a command gets the sound and its kind, and none of the settings; cues that do not fit are left out', async () => {
	openSpeechToText(machine('seen'));
	const track = await speak();
	await askTranscript(darcy, { track });
	await runRound();
	const [ending, bytes, ...names] = (await seen(darcy, track)).words!.split(' ');
	expect(ending).toBe('mp3');
	expect(Number(bytes)).toBe((await getTrack(darcy, { track })).take!.bytes);
	expect(names.filter((name) => !name.startsWith('__'))).toEqual(
		['HOME', 'LANG', 'PATH'].filter((name) => names.includes(name))
	);
	const bad =
		'WEBVTT\n\n00:xx --> 00:02.000\nNo\n\n00:00.000 --> 00:00.000\nNo\n\n00:00.100 --> 00:00.300\nYes';
	expect(await cuesOfMachine(bad, 0.4)).toEqual([{ from: 0.1, to: 0.3, text: 'Yes' }]);
});

test.each([
	['fails', 'fails'],
	['writes no words', 'nothing'],
	['writes no text', 'bytes'],
	['writes no plain text', 'control'],
	['does not stop', 'much'],
	['writes more than a transcript may hold', 'long'],
	['hangs, as does what it began', 'hangs'],
	['is not there', 'missing']
])(
	'of a machine that %s nothing is kept, its voice is told, and the log holds no words; they may ask again',
	async (_, as) => {
		const said: string[] = [];
		const { warn } = log;
		log.warn = (...given: unknown[]) => void said.push(JSON.stringify(given));
		try {
			openSpeechToText(as === 'missing' ? inFolder('nowhere') : machine(as), {
				seconds: as === 'hangs' ? 1 : 30
			});
			const track = await speak();
			await askTranscript(darcy, { track });
			await runRound();
			expect(await seen(darcy, track)).toMatchObject({ words: undefined, ...failed });
			expect(await seen(mei, track)).toMatchObject({ failed: undefined, may: false });
			expect(said).toHaveLength(1);
			expect(said[0]).toContain('was not written down');
			expect(said[0]).not.toContain('lanterns');
			if (as === 'hangs') {
				const child = Number(readFileSync(inFolder('child'), 'utf8'));
				await eventually(() => !alive(child));
			}
			openSpeechToText(machine('vtt'));
			await askTranscript(darcy, { track });
			expect(await seen(darcy, track)).toMatchObject(waiting);
			await runRound();
			expect(await seen(darcy, track)).toEqual(written);
		} finally {
			log.warn = warn;
		}
	}
);

test('an endpoint is sent a form; what it refuses, hides or never says is a failure', async () => {
	let answer: { status?: number; type?: string; body?: string; hang?: boolean; to?: string } = {};
	const asked: { form: FormData; headers: Record<string, unknown> }[] = [];
	const server = createServer((request, response) => {
		void (async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const headers = { 'content-type': request.headers['content-type']! };
			const form = await new Response(Buffer.concat(chunks), { headers }).formData();
			asked.push({ form, headers: request.headers });
			if (answer.hang) return;
			response.writeHead(answer.status ?? 200, {
				...{ 'content-type': answer.type ?? 'text/vtt' },
				...(answer.to && { location: answer.to })
			});
			response.end(answer.body ?? 'WEBVTT\n\n00:00.000 --> 00:00.200\nCount the lanterns\n');
		})();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const address = `http://key@127.0.0.1:${port}/v1/audio/transcriptions?model=small`;
	const track = await speak();
	const ask = async (given: typeof answer, seconds = 20) => {
		answer = given;
		openSpeechToText(address, { seconds });
		await askTranscript(darcy, { track });
		await runRound();
		return seen(darcy, track);
	};
	try {
		expect(await ask({ status: 500 })).toMatchObject(failed);
		expect(await ask({ status: 302, to: '/elsewhere' })).toMatchObject(failed);
		expect(await ask({ type: 'application/json', body: '{"text":"lanterns"}' })).toMatchObject(
			failed
		);
		expect(await ask({ body: 'lanterns '.repeat(200_000) })).toMatchObject(failed);
		expect(await ask({ hang: true }, 1)).toMatchObject(failed);
		expect(await ask({})).toEqual(written);
		const { form, headers } = asked.at(-1)!;
		expect(headers.authorization).toBe('Bearer key');
		expect([form.get('response_format'), form.get('model')]).toEqual(['vtt', 'small']);
		expect((form.get('file') as File).size).toBe((await getTrack(darcy, { track })).take!.bytes);
		expect((form.get('file') as File).name).toBe('sound.mp3');
		expect(asked).toHaveLength(6);
	} finally {
		server.closeAllConnections();
		server.close();
	}
	await putTranscript(darcy, { track, text: '' });
	expect(await ask({})).toMatchObject(failed);
});

test('where Junto ends meanwhile nobody is told that it failed, and it is done after the next start', async () => {
	openSpeechToText(machine('waits'));
	const track = await speak();
	await askTranscript(darcy, { track });
	const round = runRound();
	await eventually(() => existsSync(inFolder('begun')));
	closeSpeechToText();
	await round;
	expect(await seen(darcy, track)).toMatchObject(waiting);
	writeFileSync(inFolder('gate'), '');
	openSpeechToText(machine('waits'));
	// The queue lets some seconds pass before it tries again.
	for (let time = 0; time < 60 && !(await seen(darcy, track)).words; time += 1) {
		await after(500);
		await runRound();
	}
	expect(await seen(darcy, track)).toEqual(written);
});

test('a wish of which nothing was heard for a day may be made again, and somebody asks thirty times an hour at most', async () => {
	openSpeechToText(machine('vtt'));
	const track = await speak();
	await askTranscript(darcy, { track });
	const then = now();
	freezeAt(then.add({ hours: 25 }));
	expect(await seen(darcy, track)).toMatchObject(failed);
	await askTranscript(darcy, { track });
	expect(await seen(darcy, track)).toMatchObject(waiting);
	await runRound();
	expect(times()).toBe(1);
	switchLimits('on');
	for (let time = 0; time < 30; time += 1)
		await expect(askTranscript(darcy, { track })).rejects.toThrow('already');
	await expect(askTranscript(darcy, { track })).rejects.toThrow('Too many');
	switchLimits('off');
	freezeAt(then);
});

test('whoever left waits for nothing, and nothing of it stays once they are erased', async () => {
	const kofi = await person('Kofi');
	const siti = await person('Siti', { steward: true });
	const [whole, broken, late] = await Promise.all(
		['One', 'Two', 'Three'].map((title) => record(kofi, title, { audience: 'everyone' }))
	);
	openSpeechToText(machine('vtt'));
	await askTranscript(kofi, { track: whole! });
	await runRound();
	openSpeechToText(machine('fails'));
	await askTranscript(kofi, { track: broken! });
	await runRound();
	await askTranscript(kofi, { track: late! });
	const heard = times();
	await depart(siti, { person: kofi.id });
	expect(await runRound()).toMatchObject({ 'machine-words': 1 });
	expect(times()).toBe(heard);
	const rows = () =>
		asSystem('at the machine', async (tx) => {
			const { rows } = await sql<{ count: number }>`
				select (select count(*)::int from transcript_wish) + (select count(*)::int from transcript_failure)
					+ (select count(*)::int from machine_transcript) as count`.execute(tx);
			return rows[0]!.count;
		});
	const before = await rows();
	await erasePerson(siti, {
		...{ person: kofi.id, submissions: 'go', comments: 'go', pages: 'go' }
	});
	// The mark of one; the wish and the failure of another; the wish of the last.
	expect(before - (await rows())).toBe(4);
});
