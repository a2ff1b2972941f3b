import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import { afterAll, expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';

/** An ffmpeg that makes nothing before its gate is there. */
const folder = mkdtempSync(join(tmpdir(), 'junto-ffmpeg-'));
const gate = join(folder, 'gate');
const waiting = join(folder, 'ffmpeg');
writeFileSync(
	waiting,
	`#!/bin/sh
case "$1" in -nostdin) while [ ! -e ${gate} ]; do sleep 0.1; done;; esac
exec ${ffmpeg.path} "$@"
`,
	{ mode: 0o755 }
);
afterAll(() => rmSync(folder, { recursive: true }));

const at = scene('people', undefined, { FFMPEG: waiting });

test('where ffmpeg is, Kofi sends what his camera made as it is, and his track page shows it once it plays everywhere', async () => {
	const { track } = await at.place().api<{ track: string }>('Kofi', 'POST /tracks', {
		title: 'The lever',
		audience: 'everyone',
		bytes: 9
	});
	const kofi = await visit(at.browser(), at.place(), 'Kofi', { viewport: phone });
	await open(kofi, `/tracks/${track}/record`);
	await kofi.getByText('Send a recording instead').click();
	const buffer = readFileSync(new URL('../src/start/server/samples/camera.webm', import.meta.url));
	const file = { name: 'camera.webm', mimeType: 'video/webm', buffer };
	await kofi.getByLabel('Recording', { exact: true }).setInputFiles(file);
	await kofi.getByRole('button', { name: 'Send it' }).click();
	await kofi.waitForURL(`**/tracks/${track}`);
	await kofi.getByText('camera.webm is here, and is made ready for every player').waitFor();
	await lookAt(kofi, 'kofi-waits-for-ffmpeg');
	writeFileSync(gate, '');
	await kofi.getByRole('button', { name: 'Watch: The lever' }).waitFor();
	await kofi.getByRole('link', { name: 'Takes' }).click();
	const original = kofi.getByRole('link', { name: 'As you sent it: camera.webm' });
	const mei = await visit(at.browser(), at.place(), 'Mei');
	await open(mei, `/tracks/${track}/takes`);
	expect(await mei.getByRole('link', { name: 'As you sent it' }).count()).toBe(0);
	const src = await original.getAttribute('href');
	const fetched = (page: typeof mei) =>
		page.evaluate(async (address) => {
			const answer = await fetch(address);
			return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength };
		}, src!);
	expect(await fetched(kofi)).toEqual({ status: 200, bytes: buffer.length });
	expect(kofi.complaints()).toEqual([]);
	expect((await fetched(mei)).status).toBe(404);
});
