import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { forgetUpload, receivedOf } from '#platform/server/storage/uploads.ts';
import { line } from '#modules/people/people.ts';
import { awaitBytes, awaiting, uploadAt } from './expecting.ts';

const pagePath = line(200).regex(/^\/[\w/-]+$/, 'Name the page by its path');
/** So many wait for each person at most. */
const waitingAtMost = 50;
const which = { recording: z.uuid() };

const draft = z.object({
	recording: z.string(),
	page: z.string(),
	at: z.string(),
	/** How much of it has come. */
	bytes: z.number(),
	/** Where its sound is heard, by the actor alone. */
	src: z.string()
});
export type Draft = z.infer<typeof draft>;

/** Begins to take what is being spoken, as MP3, or as MP4 in fragments, of unknown length, at `upload`; only the actor hears it, until it is discarded or a week old. */
export const beginRecording = door({
	id: 'recordings.begin',
	summary: 'Keep what I am saying as I say it, by tus 1.0; nobody else hears it',
	http: 'POST /recordings',
	input: z.object({ page: pagePath }),
	output: z.object({ recording: z.string(), upload: z.string() }),
	...awaiting,
	before: ({ actor }) => awaitBytes(actor.id),
	can: anyMember,
	run: async ({ actor, input, ready: { id }, tx, at }) => {
		const waiting = await tx.selectFrom('draft_recording').select('id').execute();
		if (waiting.length >= waitingAtMost)
			throw new Conflict('Use or discard some of what you said before');
		await tx
			.insertInto('draft_recording')
			.values({ id, person_id: actor.id, page: input.page, at })
			.execute();
		return { recording: id, upload: uploadAt(id) };
	}
});

/** What I said and did not use yet, the newest first. */
export const listRecordings = door({
	id: 'recordings.list',
	summary: 'What I said into the recorder and did not use yet',
	http: 'GET /recordings',
	input: z.object({ page: pagePath.optional() }),
	output: z.object({ items: z.array(draft) }),
	can: anyMember,
	run: async ({ input, tx }) => {
		let query = tx.selectFrom('draft_recording').selectAll().orderBy('id', 'desc').limit(100);
		if (input.page) query = query.where('page', '=', input.page);
		const rows = await query.execute();
		return { items: rows.map(shown) };
	}
});

/** Forgets what I said, at once and for good. */
export const discardRecording = door({
	id: 'recordings.discard',
	summary: 'Forget what I said into the recorder',
	http: 'DELETE /recordings/{recording}',
	input: z.object(which),
	output: z.object({}),
	can: anyMember,
	run: async ({ input, tx }) => {
		await draftRow(tx, input.recording);
		await tx.deleteFrom('draft_recording').where('id', '=', input.recording).execute();
		await forgetUpload(input.recording);
		return {};
	}
});

/** A draft of the actor's own. Throws NotFound for anybody else's. */
export const getRecording = door({
	id: 'recordings.get',
	summary: 'What I said into the recorder, as far as it has come',
	http: 'GET /recordings/{recording}',
	input: z.object(which),
	output: draft,
	can: anyMember,
	run: async ({ input, tx }) => shown(await draftRow(tx, input.recording))
});

/** Forgets drafts, once what came of them is forgotten or a week has passed. */
export async function forgetDrafts(tx: Tx, before: string): Promise<void> {
	const rows = await tx
		.deleteFrom('draft_recording')
		.where('at', '<', before)
		.returning('id')
		.execute();
	for (const { id } of rows) await forgetUpload(id);
}

async function draftRow(tx: Tx, id: string) {
	const row = await tx
		.selectFrom('draft_recording')
		.selectAll()
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) throw new NotFound('There is no such recording');
	return row;
}

const shown = ({ id, page, at }: { id: string; page: string; at: string }) => ({
	...{ recording: id, page, at, bytes: receivedOf(id) ?? 0, src: `/recordings/${id}` }
});
