import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { uploadFile } from '#modules/documents/server/files.ts';
import { createSeries } from './planning.ts';
import { publishSeries } from './publishing.ts';
import { scormOf } from './scorm.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let training: string;
let series: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	mei = await person('Mei');
	const picture = await sharp({
		create: { width: 9, height: 9, channels: 3, background: '#b93a1c' }
	})
		.png()
		.toBuffer();
	const add = async (name: string, bytes: Uint8Array) =>
		(await uploadFile(darcy, { name, file: Buffer.from(bytes).toString('base64') })).src;
	const desk = await add('desk.png', picture);
	const sheet = await add('sheet.html', Buffer.from('<script>alert(1)</script>'));
	const { id, parts } = await createSeries(darcy, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'Tidy <inboxes>',
				markdown: `Archive by **default**.\n\n![A clear desk](${desk})\n\nSee [the sheet](${sheet}) and [Mei](/people/${mei.id}).`,
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	series = id;
	training = parts[0]!.training;
});
afterAll(() => close());

async function packed(): Promise<Record<string, string>> {
	const { name, zip } = await scormOf(darcy, { training });
	expect(name).toBe('Tidy-inboxes-.zip');
	const parts = unzipSync(Buffer.from(zip, 'base64'));
	return Object.fromEntries(
		Object.entries(parts).map(([path, bytes]) => [path, Buffer.from(bytes).toString()])
	);
}

test('neither a stranger nor a reader takes somebody else’s training away, and nobody what is not published', async () => {
	await expect(scormOf.ask(null, { training })).rejects.toThrow('Sign in first');
	await expect(scormOf(mei, { training })).rejects.toThrow('no such training');
	await expect(scormOf(darcy, { training })).rejects.toThrow('Publish it first');
	await publishSeries(darcy, { series });
	await expect(scormOf(mei, { training })).rejects.toThrow('not yours');
});

test('a training becomes a SCORM package: its words, its credit, its pictures, and a manifest that names every file', async () => {
	const parts = await packed();
	const page = parts['index.html']!;
	expect(page).toContain('<h1>Tidy &lt;inboxes&gt;</h1>');
	expect(page).toContain('<strong>default</strong>');
	expect(page).toMatch(/class="by">Darcy/);
	const shown = [...page.matchAll(/(?:src|href)="(files\/[^"]+)"/g)].map(([, path]) => path!);
	expect(shown).toHaveLength(2);
	for (const path of shown) expect(parts[path]?.length).toBeGreaterThan(0);
	const named = [...parts['imsmanifest.xml']!.matchAll(/<file href="([^"]+)"/g)].map(
		([, path]) => path
	);
	expect(named.toSorted()).toEqual(
		Object.keys(parts)
			.filter((path) => path !== 'imsmanifest.xml')
			.toSorted()
	);
});

test('nothing in it runs but its own script, and what it links to leads back here', async () => {
	const parts = await packed();
	expect(Object.keys(parts).filter((path) => path.endsWith('.html'))).toEqual(['index.html']);
	expect(Object.keys(parts).filter((path) => path.endsWith('.txt'))).toHaveLength(1);
	expect(parts['index.html']!.match(/<script/g)).toHaveLength(1);
	expect(parts['index.html']).not.toMatch(/(src|href)="\//);
});
