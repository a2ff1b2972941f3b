import { readFile, stat } from 'node:fs/promises';
import { sql, type RawBuilder } from 'kysely';
import { Invalid, NotFound } from '../../errors.ts';
import { bytesAtMost } from '../../files.ts';
import { lookUp, type Tx } from '../db/database.ts';
import { newId } from '../ids.ts';
import { enqueue, perform } from '../jobs.ts';
import { forgetBytes, keepBytes, keepLinked } from './bytes.ts';
import { claimsPicture, kindOf } from './kinds.ts';
import { readSound } from './sounds.ts';
import { forgetUpload } from './uploads.ts';
import { checkPicture, pictureKind, readPicture, readSquare, type Picture } from './pictures.ts';

export type Variant = { width: number; bytes: number };

/** A file whose bytes are kept, with what a row says of it. */
export type Stored = {
	id: string;
	name: string;
	type: string;
	bytes: number;
	width: number | null;
	height: number | null;
	variants: Variant[];
};

/**
 * Keeps the bytes of what somebody hands over, once they are what their name says; nobody sees them before `addFile`.
 * Decoding takes its time: call it before a transaction begins. Throws Invalid.
 */
export async function storeFile(bytes: Uint8Array, name: string): Promise<Stored> {
	weigh(bytes);
	const told = fileName(name);
	const picture = pictureKind(bytes) !== undefined;
	if (picture && claimsPicture(told) === false)
		throw wrong('This is a picture, and its name says something else. Give it a true name');
	if (!picture && claimsPicture(told)) throw wrong(notPicture(told));
	if (picture) return keepPicture(await readPicture(bytes), told);
	const id = newId();
	await keepBytes(id, 'whole', bytes);
	const type = kindOf(bytes, told);
	return { id, name: told, type, bytes: bytes.length, width: null, height: null, variants: [] };
}

/** Keeps what must be a picture. Throws Invalid. */
export async function storePicture(bytes: Uint8Array, name: string): Promise<Stored> {
	weigh(bytes);
	return keepPicture(await readPicture(bytes), fileName(name));
}

/** Keeps the square of a picture that draws the eye. Throws Invalid. */
export async function storeSquare(bytes: Uint8Array, side: number): Promise<Stored> {
	weigh(bytes);
	return keepPicture(await readSquare(bytes, side), 'face.webp');
}

/** Whether a file may weigh what recordings do: it is never read whole. */
export const isRecording = (type: string) =>
	/^(audio|video)\/|^application\/octet-stream$/.test(type);

/** Keeps the bytes of a file whose row comes from elsewhere, each part from where it lies, once they are what it says. Throws Invalid. */
export async function takeStored(stored: Stored, pathOf: (part: string) => string): Promise<void> {
	const { id, name, type, width, height, variants } = stored;
	const lies = wrong(`${name} (${id}) is not what is said of it`);
	if (isRecording(type)) return takeRecording(stored, pathOf('whole'), lies);
	const read = (part: string) => readFile(pathOf(part));
	const whole = await read('whole');
	if (whole.length !== stored.bytes || fileName(name) !== name) throw lies;
	if (pictureKind(whole) === undefined) {
		if (claimsPicture(name) || variants.length > 0) throw lies;
		if (kindOf(whole, name) !== type) throw lies;
	} else {
		const known = await checkPicture(whole);
		if (known.type !== type || known.width !== width || known.height !== height) throw lies;
	}
	const parts: [string, Uint8Array][] = [['whole', whole]];
	for (const variant of variants) {
		const bytes = await read(`w${variant.width}`);
		const known = await checkPicture(bytes);
		if (bytes.length !== variant.bytes || known.type !== 'image/webp') throw lies;
		if (known.width !== variant.width) throw lies;
		parts.push([`w${variant.width}`, bytes]);
	}
	for (const [part, bytes] of parts) await keepBytes(id, part, bytes);
}

/** What is said to be a recording is one; what is said to be bytes is, whatever its name. */
async function takeRecording(
	{ id, name, type, bytes, variants }: Stored,
	path: string,
	lies: Invalid
): Promise<void> {
	const { size } = await stat(path);
	if (size !== bytes || fileName(name) !== name || variants.length > 0) throw lies;
	if (type !== 'application/octet-stream') {
		const known = await readSound(path).catch(() => undefined);
		if (known?.type !== type) throw lies;
	}
	await keepLinked(id, 'whole', path);
}

/** Forgets the bytes of a file that never got its row. */
export async function dropStored({ id }: Pick<Stored, 'id'>): Promise<void> {
	await forgetBytes(id);
}

/** A name that every system takes for a file, and that hides nothing; of a long one its end. */
export function fileName(name: string): string {
	const last = name.toWellFormed().split(/[/\\]/).at(-1)!;
	const plain = last.replace(/[\p{C}\s"<>|:*?]+/gu, ' ').trim();
	return [...plain].slice(-150).join('').trim() || 'file';
}

/** Makes somebody the owner of what was stored. */
export async function addFile(tx: Tx, stored: Stored, owner: string, at: string): Promise<void> {
	const { variants, ...row } = stored;
	await tx
		.insertInto('file')
		.values({ ...row, owner_id: owner, variants: JSON.stringify(variants), at })
		.execute();
}

/** Lets an audience of its owner's see a file. */
export async function shareFile(tx: Tx, id: string, audience: string): Promise<void> {
	await tx.insertInto('file_audience').values({ file_id: id, audience_id: audience }).execute();
}

/** A file that the transaction's person may see. Throws NotFound. */
export async function fileRow(tx: Tx, id: string): Promise<Stored> {
	const row = await tx
		.selectFrom('file')
		.select(['id', 'name', 'type', 'bytes', 'width', 'height', 'variants'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such file');
	return { ...row, variants: row.variants as Variant[] };
}

/** The file that a function of the database gives, which sees as whom it is told, with what it gives beside; undefined where it gives none. */
export async function fileGivenBy<Beside>(
	seen: RawBuilder<unknown>
): Promise<(Stored & Beside) | undefined> {
	const { rows } = await lookUp('fetching a file', (db) =>
		sql<Stored & Beside>`select * from ${seen}`.execute(db)
	);
	return rows[0];
}

/** Takes a file away from everybody; its bytes follow once that is certain. */
export async function removeFile(tx: Tx, id: string): Promise<void> {
	const gone = await tx.deleteFrom('file').where('id', '=', id).returning('id').executeTakeFirst();
	if (gone) await enqueue(tx, 'forget-file', { id });
}

// What was sent stays for a while where it came in, under the same name.
perform<{ id: string }>('forget-file', async ({ id }) => {
	await forgetUpload(id);
	await forgetBytes(id);
});

async function keepPicture(picture: Picture, name: string): Promise<Stored> {
	const { type, width, height, bytes, variants } = picture;
	const id = newId();
	await keepBytes(id, 'whole', bytes);
	for (const variant of variants) await keepBytes(id, `w${variant.width}`, variant.bytes);
	const sizes = variants.map((each) => ({ width: each.width, bytes: each.bytes.length }));
	return { id, name, type, bytes: bytes.length, width, height, variants: sizes };
}

function weigh(bytes: Uint8Array): void {
	if (bytes.length === 0) throw wrong('This file is empty');
	if (bytes.length > bytesAtMost)
		throw wrong(`Choose a file of at most ${bytesAtMost / 1_000_000} MB`);
}

function notPicture(name: string): string {
	return /\.svg$/i.test(name)
		? 'SVG drawings can carry programs. Save it as PNG, then choose it again'
		: 'This is not a picture, whatever its name says. Choose a JPEG, PNG, WebP, AVIF or GIF';
}

function wrong(message: string): Invalid {
	return new Invalid([{ field: 'file', message }]);
}
