import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	forgetMachineSounds,
	getWords,
	soundOfBlock
} from '#modules/audio/server/machine-voice.ts';
import { getSpoken } from '#modules/audio/server/spoken.ts';
import { publishSeries, publishTraining } from '#modules/series/server/publishing.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { now } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { closeTextToSpeech, openTextToSpeech } from '#platform/server/speech/to-speech.ts';
import { readBytes } from '#platform/server/storage/bytes.ts';
import { openTestPlace, person } from './testing.ts';

/** A machine that stands here for one that reads aloud: what it says is the words themselves, in a WAV whose lengths nobody knew before. */
const script = `
import { appendFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
const { argv, env } = process;
const [as, folder, language] = argv.slice(2);
let words = '';
for await (const some of process.stdin.setEncoding('utf8')) words += some;
appendFileSync(folder + '/asked', language + ' ' + words + '\\n');
const head = Buffer.alloc(44);
head.write('RIFF', 0); head.write('WAVEfmt ', 8); head.writeUInt32LE(16, 16); head.write('data', 36);
head.writeUInt32LE(0x7fffffff, 4); head.writeUInt32LE(0x7fffffff, 40);
if (as === 'reads') process.stdout.write(Buffer.concat([head, Buffer.from(words)]));
if (as === 'text') console.log('I can not read ' + words + ' aloud, for it is not a thing that I know');
if (as === 'mute') process.stdout.write(head);
if (as === 'fails') { process.stdout.write(Buffer.concat([head, Buffer.from(words)])); process.exitCode = 1; }
if (as === 'hangs') await after(60000);
`;

const folder = mkdtempSync(join(tmpdir(), 'junto-machine-'));
const machine = (as: string) =>
	`${process.execPath} ${join(folder, 'machine.mjs')} ${as} ${folder} {language}`;
const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n').filter(Boolean);

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let yaw: Actor;
let document: string;
let block: string;

beforeAll(async () => {
	close = await openTestPlace();
	switchLimits('off');
	writeFileSync(join(folder, 'machine.mjs'), script);
	[darcy, mei, yaw] = [await person('Darcy'), await person('Mei'), await person('Yaw')];
	const { id: series, parts } = await createSeries(darcy, {
		title: 'Calm days',
		audience: `people:${mei.id}`,
		expectation: { level: 'offered' },
		parts: [
			{
				...{ title: 'One', opens: '2027-01-18', closes: '2027-01-31' },
				markdown: 'Count the lanterns.\n\n---\n\nThen wait.'
			}
		]
	});
	await publishSeries(darcy, { series });
	document = parts[0]!.training;
	block = (await getSpoken(mei, { document })).blocks[0]!.id;
});
beforeEach(() => writeFileSync(join(folder, 'asked'), ''));
afterAll(async () => {
	openTextToSpeech(undefined);
	rmSync(folder, { recursive: true });
	await close();
});

const heard = async (who: Actor) => {
	const { id, bytes } = await soundOfBlock(who, { document, block });
	const wav = await buffer(readBytes(id, 'whole', { start: 0, end: bytes - 1 }));
	expect(wav.length).toBe(bytes);
	expect([wav.readUInt32LE(4), wav.readUInt32LE(40)]).toEqual([bytes - 8, bytes - 44]);
	return wav.subarray(44).toString();
};

test('where no machine is named nothing reads, and who may not read a text hears nothing of it', async () => {
	openTextToSpeech(undefined);
	expect((await getSpoken(mei, { document })).machine).toBe(false);
	await expect(soundOfBlock(mei, { document, block })).rejects.toThrow('nothing here');
	openTextToSpeech(machine('reads'));
	expect((await getSpoken(mei, { document })).machine).toBe(true);
	for (const read of [getWords, soundOfBlock])
		await expect(read(yaw, { document, block })).rejects.toThrow('nothing here');
	await expect(getWords.ask(null, { document, block })).rejects.toThrow('Sign in');
	await expect(getWords(mei, { document, block: 'gone' })).rejects.toThrow('nothing here');
	expect(asked()).toEqual([]);
});

test('a block is read once for all who read it in one language, and anew once its words were changed', async () => {
	openTextToSpeech(machine('reads'));
	const both = await Promise.all([heard(mei), heard(darcy)]);
	expect(both).toEqual(['Count the lanterns.', 'Count the lanterns.']);
	await heard(mei);
	expect(asked()).toEqual(['en Count the lanterns.']);
	await heard({ ...mei, locale: 'de' });
	expect(asked().at(-1)).toBe('de Count the lanterns.');
	expect(await as(yaw.id, (tx) => tx.selectFrom('machine_sound').select('id').execute())).toEqual(
		[]
	);
	const rows = await as(mei.id, (tx) =>
		tx.selectFrom('machine_sound').select('document_id').execute()
	);
	expect(rows).toHaveLength(2);
	await expect(
		as(yaw.id, (tx) =>
			tx
				.insertInto('machine_sound')
				.values({ id: document, document_id: document, bytes: 1, at: now().toString() })
				.execute()
		)
	).rejects.toThrow('row-level security');
	await publishTraining(darcy, { training: document, markdown: 'Count the candles.' });
	block = (await getSpoken(mei, { document })).blocks[0]!.id;
	expect(await heard(mei)).toBe('Count the candles.');
	expect(asked()).toHaveLength(3);
});

test('what was made is forgotten after a while, and made again', async () => {
	openTextToSpeech(machine('reads'));
	await heard(mei);
	const { id } = await soundOfBlock(mei, { document, block });
	expect(asked()).toEqual([]);
	expect(await forgetMachineSounds(now().add({ hours: 24 * 29 }))).toBe(0);
	expect(await forgetMachineSounds(now().add({ hours: 24 * 31 }))).toBe(3);
	await expect(buffer(readBytes(id, 'whole'))).rejects.toThrow();
	expect(await heard(mei)).toBe('Count the candles.');
	expect(asked()).toHaveLength(1);
});

test.each([
	['makes no sound', 'text'],
	['makes an empty one', 'mute'],
	['fails', 'fails'],
	['hangs', 'hangs']
])('a machine that %s is heard of as a conflict, and nothing is kept', async (_, as) => {
	openTextToSpeech(machine(as), { seconds: as === 'hangs' ? 1 : 30 });
	await expect(soundOfBlock(mei, { document, block })).rejects.toThrow('could not read');
	await expect(soundOfBlock(mei, { document, block })).rejects.toThrow('could not read');
	expect(asked()).toHaveLength(2);
});

test('an endpoint is sent the words, with what its address names', async () => {
	const sent: object[] = [];
	const server = createServer((request, response) => {
		void buffer(request).then((body) => {
			sent.push(JSON.parse(body.toString()) as object);
			const head = Buffer.alloc(44);
			for (const [word, at] of [
				['RIFF', 0],
				['WAVEfmt ', 8],
				['data', 36]
			] as const)
				head.write(word, at);
			head.writeUInt32LE(16, 16);
			head.writeUInt32LE(40, 4);
			head.writeUInt32LE(4, 40);
			response.writeHead(200, { 'content-type': 'audio/wav' });
			response.end(Buffer.concat([head, Buffer.from('tone')]));
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	openTextToSpeech(`http://127.0.0.1:${port}/v1/audio/speech?model=tts&voice={language}-1`);
	expect(await heard(mei)).toBe('tone');
	expect(sent).toEqual([
		{ model: 'tts', voice: 'en-1', input: 'Count the candles.', response_format: 'wav' }
	]);
	server.closeAllConnections();
	server.close();
});

test('nobody is read to once Junto ends, and one who asks for a thousand blocks waits', async () => {
	switchLimits('on');
	openTextToSpeech(machine('fails'));
	closeTextToSpeech();
	for (let time = 0; time < 300; time += 1)
		await expect(soundOfBlock(yaw, { document, block })).rejects.toThrow('nothing here');
	for (let time = 0; time < 300; time += 1)
		await expect(soundOfBlock(mei, { document, block })).rejects.toThrow('Junto ends');
	await expect(soundOfBlock(mei, { document, block })).rejects.toThrow('Too many');
	expect(asked()).toEqual([]);
	switchLimits('off');
});
