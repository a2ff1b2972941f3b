import { readFileSync } from 'node:fs';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import { expect, test } from 'vitest';
import { open, phone, visit } from './browser.ts';
import { lookAt } from './looks.ts';
import { scene } from './scene.ts';

const at = scene('people', undefined, { FFMPEG: ffmpeg.path });

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
