import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishFromTraining } from '#modules/library/server/keeping.ts';
import { getPage } from '#modules/library/server/pages.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries, saveTraining } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	addSubmission,
	draftSubmission,
	restoreSubmission,
	saveSubmission,
	shareSubmission,
	widenSubmission,
	withdrawSubmission
} from '#modules/series/server/submissions.ts';
import { EVERYONE } from '#platform/server/audiences.ts';
import { now } from '#platform/server/clock.ts';
import { as, type Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { fileToSend, getFile, uploadFile } from './files.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let siti: Actor;
let png: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	siti = await person('Siti', { zone: 'Asia/Brunei', steward: true });
	png = await base64(1200, 600);
});
afterAll(() => close());

async function base64(width: number, height: number): Promise<string> {
	const create = { width, height, channels: 3, background: '#2c6a5f' } as const;
	return (await sharp({ create }).png().toBuffer()).toString('base64');
}

const upload = (actor: Actor, document?: string) =>
	uploadFile(actor, { name: 'desk.png', file: png, document });

/** Who sees a file: the same who are sent its bytes. */
async function whoSees(file: string): Promise<string[]> {
	const seen = [];
	for (const actor of [darcy, kofi, mei, siti]) {
		const known = await getFile(actor, { file }).catch(() => null);
		const sent = await fileToSend(actor.id, file).catch(() => null);
		expect(sent?.id, actor.name).toBe(known?.id);
		if (known) seen.push(actor.name);
	}
	return seen;
}

async function training(audience = 'everyone', markdown = 'Clear your desk.'): Promise<string> {
	const { id, parts } = await createSeries(darcy, {
		title: 'A calm desk',
		audience,
		expectation: { level: 'offered' },
		parts: [{ title: 'One', markdown, opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	return parts[0]!.training;
}

describe('uploading', () => {
	test('a stranger uploads nothing and sees nothing', async () => {
		await expect(uploadFile.ask(null, { name: 'x.png', file: png })).rejects.toThrow('Sign in');
		const { id } = await upload(darcy);
		await expect(getFile.ask(null, { file: id })).rejects.toThrow('Sign in');
	});

	test('a picture tells its size and stays its owner’s, for a steward too', async () => {
		const file = await upload(kofi);
		expect(file).toMatchObject({ src: `/files/${file.id}`, width: 1200, height: 600 });
		expect(await whoSees(file.id)).toEqual(['Kofi']);
	});

	test('what is not what it says, or too large, or nothing, is refused beside its field', async () => {
		const text = Buffer.from('hello').toString('base64');
		const wrong = [
			{ name: 'a.png', file: text },
			{ name: 'a.svg', file: Buffer.from('<svg/>').toString('base64') },
			{ name: 'a.html', file: png },
			{ name: 'a.txt', file: '' },
			{ name: 'a.txt', file: 'no base64!' },
			{ name: 'a.bin', file: Buffer.alloc(20_000_001).toString('base64') }
		];
		for (const given of wrong)
			await expect(uploadFile(darcy, given)).rejects.toMatchObject({ fields: [{ field: 'file' }] });
	});

	test('a page that carries a script is kept as text, and bytes nobody knows as bytes', async () => {
		const html = Buffer.from('<script>alert(1)</script>').toString('base64');
		const file = await uploadFile(darcy, { name: '../../evil.html', file: html });
		expect(file).toMatchObject({ name: 'evil.html', type: 'text/plain; charset=utf-8' });
		const bytes = await uploadFile(darcy, {
			name: 'x',
			file: Buffer.from([0, 255]).toString('base64')
		});
		expect(bytes.type).toBe('application/octet-stream');
	});

	test('only who writes in a document adds files to it', async () => {
		const id = await training();
		await expect(upload(kofi, id)).rejects.toThrow('not yours');
		await expect(upload(kofi, newId())).rejects.toThrow('no such document');
		const hidden = (await draftSubmission(mei, { training: id })).id;
		await expect(upload(kofi, hidden)).rejects.toThrow('no such document');
	});
});

describe('who sees a picture', () => {
	test('in a private draft its author alone, then everyone who may read what was shared', async () => {
		const id = await training();
		const { id: submission } = await draftSubmission(kofi, { training: id });
		const { id: file, src } = await upload(kofi, submission);
		await saveSubmission(kofi, { submission, markdown: `Like this:\n\n![My desk](${src})` });
		expect(await whoSees(file)).toEqual(['Kofi']);
		await shareSubmission(kofi, { submission });
		expect(await whoSees(file)).toEqual(['Darcy', 'Kofi', 'Mei', 'Siti']);
	});

	test('a circle’s members see it and nobody beside them, until its author widens it', async () => {
		const id = await training();
		const circle = await createCircle(kofi, {
			name: 'Desk friends',
			joining: 'closed',
			members: [mei.id]
		});
		const { id: file, src } = await upload(kofi);
		const { id: submission } = await addSubmission(kofi, {
			training: id,
			markdown: `![My desk](${src})`,
			audience: `circle:${circle.id}`
		});
		expect(await whoSees(file)).toEqual(['Kofi', 'Mei']);
		await widenSubmission(kofi, { submission });
		expect(await whoSees(file)).toEqual(['Darcy', 'Kofi', 'Mei', 'Siti']);
	});

	test('withdrawing takes it out of sight, restoring brings it back', async () => {
		const id = await training();
		const { id: file, src } = await upload(kofi);
		const shared = await addSubmission(kofi, { training: id, markdown: `![My desk](${src})` });
		await withdrawSubmission(kofi, { submission: shared.id });
		expect(await whoSees(file)).toEqual(['Kofi']);
		await restoreSubmission(kofi, { submission: shared.id });
		expect(await whoSees(file)).toEqual(['Darcy', 'Kofi', 'Mei', 'Siti']);
	});

	test('guessing the address of somebody’s private picture publishes nothing', async () => {
		const { id: file, src } = await upload(mei);
		const id = await training('everyone', `![Not mine](${src})\n\n[nor this](${src})`);
		await addSubmission(kofi, { training: id, markdown: `![Nor mine](${src})` });
		expect(await whoSees(file)).toEqual(['Mei']);
	});

	test('the database itself refuses to show what its writer cannot see', async () => {
		const { id: file } = await upload(mei);
		const { id: submission } = await addSubmission(kofi, {
			training: await training(),
			markdown: 'x'
		});
		const row = { document_id: submission, file_id: file, at: now().toString() };
		for (const adding of [
			(tx: Tx) => tx.insertInto('document_file').values({ ...row, by_id: kofi.id }),
			(tx: Tx) => tx.insertInto('published_file').values({ ...row, audience_id: EVERYONE })
		])
			await expect(as(kofi.id, (tx) => adding(tx).execute())).rejects.toThrow('row-level security');
		expect(await whoSees(file)).toEqual(['Mei']);
	});

	test('several write one draft and see each other’s pictures before its readers do', async () => {
		const { id: series, parts } = await createSeries(darcy, {
			title: 'Two hands',
			audience: 'everyone',
			expectation: { level: 'offered' },
			parts: [
				{
					title: 'One',
					markdown: 'x',
					opens: '2027-01-18',
					closes: '2027-01-31',
					trainers: [kofi.id]
				}
			]
		});
		const draft = parts[0]!.training;
		const { id: file, src } = await upload(kofi, draft);
		expect(await whoSees(file)).toEqual(['Darcy', 'Kofi']);
		await saveTraining(darcy, { training: draft, markdown: `![Kofi's desk](${src})` });
		await publishSeries(darcy, { series });
		expect(await whoSees(file)).toEqual(['Darcy', 'Kofi', 'Mei', 'Siti']);
	});

	test('a page of the library keeps the pictures of what it was made of', async () => {
		const id = await training();
		const { id: file, src } = await upload(kofi);
		const shared = await addSubmission(kofi, { training: id, markdown: `![My desk](${src})` });
		const { page } = await publishFromTraining(darcy, { training: id, submissions: [shared.id] });
		await withdrawSubmission(kofi, { submission: shared.id });
		expect(await whoSees(file)).toEqual(['Darcy', 'Kofi', 'Mei', 'Siti']);
		expect((await getPage(mei, { page })).html).toContain(`src="${src}"`);
	});
});

test('a published picture says its size and offers modern widths, whatever its writer said', async () => {
	const { src } = await upload(darcy);
	const { html } = await getTraining(kofi, {
		training: await training('everyone', `![A desk](${src})`)
	});
	expect(html).toContain(`<img src="${src}" alt="A desk" width="1200" height="600"`);
	expect(html).toContain(`srcset="${src}?w=480 480w, ${src}?w=960 960w, ${src}?w=1200 1200w"`);
	expect(html).toContain('sizes="(min-width: 40rem) 34rem, 100vw"');
});
