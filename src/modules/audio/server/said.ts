import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { record, type Within } from '#platform/server/events.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { show, type Shown } from '#platform/server/subjects.ts';
import type { Node } from '#modules/documents/document.ts';
import { readDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { toMarkdown } from '#modules/documents/server/markdown.ts';
import { audienceOfPage, publishedDocument } from '#modules/documents/server/where.ts';
import { mayWrite } from '#modules/documents/server/versions.ts';
import { isVoiceOf, trackRow } from './rows.ts';

const texts = new Set(['training', 'submission', 'page', 'comment']);
const changes = new Set([
	...['published', 'opened', 'shared', 'edited', 'widened', 'restored', 'commented'],
	'moved to library'
]);

type Heard = { track: string; audience: string };

/** Lets whoever reads a text or a comment hear what was said into it, in the transaction that publishes it. */
export const hearWhatIsSaid: Within = async ({ kind, verb, id, actor, at }, tx) => {
	if (!texts.has(kind) || !changes.has(verb)) return;
	const { rows: heard } = await sql<Heard>`
		select track, audience from place_said(${id})`.execute(tx);
	const { rows: opened } =
		verb === 'opened'
			? await sql<Heard>`select track, audience from open_places(${id})`.execute(tx)
			: { rows: [] };
	for (const { track, audience } of [...heard, ...opened])
		await record(tx, actor, at, { verb: 'widened', kind: 'track', id: track, audience });
};

/** A track as a line of Markdown, for the text or the comment that it is said into. */
export function soundLine({ id, title }: { id: string; title: string }): string {
	return toMarkdown({ type: 'doc', content: [lineOf(id, title)] });
}

/** Puts what the actor said for a text at the end of its draft; it is heard once the text is published. */
export const sayIntoDraft = door({
	id: 'tracks.sayInto',
	summary: 'Put a recording of mine at the end of the draft of a text that I write',
	http: 'POST /documents/{document}/said',
	input: z.object({ document: z.uuid(), track: z.uuid() }),
	output: z.object({}),
	can: async (given) =>
		(await isVoiceOf(given)) && (await writesHere(given.tx, given.input.document)),
	run: async ({ actor, input: { document, track }, tx, at, record }) => {
		const { title } = await trackRow(tx, track);
		const meant = await tx
			.updateTable('said')
			.set({ meant_for: document, meant_audience_id: await audienceOfPage(tx, document) })
			.where('track_id', '=', track)
			.returning('track_id')
			.executeTakeFirst();
		if (!meant) throw new Conflict('Record it for this text, so that its readers hear it');
		const { content } = await readDraft(tx, document);
		if (JSON.stringify(content).includes(track)) return {};
		const line = { ...lineOf(track, title), attrs: { id: newBlockId() } };
		await writeDraft(tx, {
			...{ document, by: actor.id, at },
			content: { ...content, content: [...content.content, line] }
		});
		await record({ verb: 'said', kind: 'track', id: track, audience: actor.id });
		return {};
	}
});

/** What was said into a text, in the order in which it came: recordings of the same content, or parts of it. */
export const listSaid = door({
	id: 'tracks.saidIn',
	summary: 'The recordings that are part of a text',
	http: 'GET /documents/{document}/said',
	input: z.object({ document: z.uuid() }),
	output: z.object({
		items: z.array(
			z.object({ id: z.string(), title: z.string(), type: z.string(), seconds: z.number() })
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ input, tx }) => {
		const { rows: items } = await sql<{
			id: string;
			title: string;
			type: string;
			seconds: number;
		}>`
			select t.id, t.title, f.type, k.seconds
			from said_place p join track t on t.id = p.track_id
			join lateral (
				select * from take where track_id = t.id order by number desc limit 1
			) k on true join file f on f.id = k.file_id
			where p.document_id = ${input.document}
				and not exists (select from track_withdrawal w where w.track_id = t.id)
			order by t.id limit 20`.execute(tx);
		return { items, next: null };
	}
});

/** Of a track that was said into a text or a comment, where the reader may read that; undefined for any other. */
export async function saidIn(
	tx: Tx,
	track: string
): Promise<{ place: Shown | null; narrow: string[] } | undefined> {
	const row = await tx
		.selectFrom('said')
		.select('track_id')
		.where('track_id', '=', track)
		.executeTakeFirst();
	if (!row) return undefined;
	const { rows } = await sql<{ document_id: string | null; comment_id: string | null }>`
		select document_id, comment_id from said_places(${track})`.execute(tx);
	const { rows: narrow } = await sql<{ id: string }>`
		select p.document_id as id from said_places(${track}) p cross join lateral said_narrowly(p.document_id) n
		where n.track = ${track} and n.voice = (select me())`.execute(tx);
	const narrowly = narrow.map(({ id }) => id);
	for (const place of rows) {
		const shown = await placeOf(tx, place).catch(unseen);
		if (shown) return { place: shown, narrow: narrowly };
	}
	return { place: null, narrow: narrowly };
}

/** A text or a comment in which something is said. Throws NotFound. */
export async function placeOf(
	tx: Tx,
	{ document_id, comment_id }: { document_id: string | null; comment_id: string | null }
): Promise<Shown> {
	if (comment_id) return show(tx, 'comment', comment_id);
	const { kind } = await publishedDocument(tx, document_id!);
	return show(tx, kind, document_id!);
}

function unseen(error: unknown): null {
	if (error instanceof NotFound) return null;
	throw error;
}

async function writesHere(tx: Tx, document: string): Promise<boolean> {
	if (await mayWrite(tx, document)) return true;
	await publishedDocument(tx, document);
	return false;
}

function lineOf(track: string, title: string): Node {
	const marks = [{ type: 'link', attrs: { href: `/tracks/${track}` } }];
	return { type: 'paragraph', content: [{ type: 'text', text: title, marks }] };
}
