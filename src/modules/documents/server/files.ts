import { sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { bytesAtMost, fileAddress } from '#platform/files.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { limit } from '#platform/server/limits.ts';
import {
	addFile,
	dropStored,
	fileGivenBy,
	fileRow,
	storeFile,
	type Stored
} from '#platform/server/storage/files.ts';
import { attach } from './held-files.ts';
import { mayWrite } from './versions.ts';

const shown = z.object({
	id: z.string(),
	src: z.string(),
	name: z.string(),
	type: z.string(),
	bytes: z.number(),
	width: z.number().nullable(),
	height: z.number().nullable()
});

/** Keeps a file as the actor's own; with `document`, its writers see it at once and its readers once it is published. */
export const uploadFile = door({
	id: 'files.add',
	summary: 'Upload a picture or another file, as base64',
	http: 'POST /files',
	input: z.object({
		name: z.string().max(500).default(''),
		file: z.base64('Send the bytes as base64'),
		document: z.uuid().optional()
	}),
	output: shown,
	bodyLimit: Math.ceil(bytesAtMost * 1.4),
	before: async ({ actor, input }) => {
		await limit(`files of ${actor.id}`, 120, 10);
		return storeFile(Buffer.from(input.file, 'base64'), input.name);
	},
	undo: dropStored,
	can: ({ tx, input }) => mayAddTo(tx, input.document),
	run: async ({ actor, input: { document }, ready, tx, at, record }) => {
		await addFile(tx, ready, actor.id, at);
		if (document) await attach(tx, document, [ready.id], actor.id, at);
		await record({ verb: 'added', kind: 'file', id: ready.id, audience: actor.id });
		const { id, name, type, bytes, width, height } = ready;
		return { id, src: fileAddress(id), name, type, bytes, width, height };
	}
});

/** What a file is; its bytes are at `src`. */
export const getFile = door({
	id: 'files.get',
	summary: 'What a file is, and where its bytes are',
	http: 'GET /files/{file}',
	input: z.object({ file: z.uuid() }),
	output: shown.extend({
		variants: z.array(z.object({ width: z.number(), bytes: z.number() }))
	}),
	can: anyMember,
	run: async ({ input, tx }) => ({
		...(await fileRow(tx, input.file)),
		src: fileAddress(input.file)
	})
});

/** A file as `getFile` has it for a person, in one statement: who plays it fetches a part after another. Throws NotFound. */
export async function fileToSend(person: string, file: string): Promise<Stored> {
	const seen =
		z.uuid().safeParse(file).success && (await fileGivenBy(sql`file_seen_by(${person}, ${file})`));
	if (!seen) throw new NotFound('There is no such file');
	return seen;
}

/** The right to add a file: to one's own, or to a document that one writes in. Throws NotFound for a document out of sight. */
export async function mayAddTo(tx: Tx, document: string | undefined): Promise<boolean> {
	if (!document || (await mayWrite(tx, document))) return true;
	const seen = tx.selectFrom('document').select('id').where('id', '=', document);
	if (!(await seen.executeTakeFirst())) throw new NotFound('There is no such document');
	return false;
}
