import { sql } from 'kysely';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { reader } from '#platform/server/speech/to-speech.ts';
import { refuseSetAside, show } from '#platform/server/subjects.ts';
import { excerpt } from '#modules/documents/server/render.ts';
import { mayWrite } from '#modules/documents/server/versions.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';
import { shownTrack } from '../audio.ts';
import { isVoiceOf, showTracks } from './rows.ts';

const which = { document: z.uuid() };
const block = z.string().max(40);

/** A text block by block, with the voice that reads each, and whether its words were changed since. */
export const getSpoken = door({
	id: 'spoken.get',
	summary: 'A text, with the voices that read it aloud',
	http: 'GET /documents/{document}/spoken',
	input: z.object(which),
	output: z.object({
		title: z.string(),
		url: z.string(),
		blocks: z.array(
			z.object({
				id: z.string(),
				kind: z.string(),
				html: z.string(),
				words: z.string(),
				track: shownTrack.nullable(),
				/** That its words were changed since, or that fewer hear it than may read the text. */
				stale: z.boolean(),
				narrow: z.boolean()
			})
		),
		/** Whether a machine of the place reads what nobody has. */
		machine: z.boolean(),
		may: z.object({ read: z.boolean() })
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { kind, version, audience } = await publishedDocument(tx, input.document);
		const { title, url } = await show(tx, kind, input.document);
		const voices = await voicesOf(tx, [input.document]);
		const ids = voices.map(({ track }) => track);
		const tracks = new Map((await showTracks(tx, ids, actor.id)).map((one) => [one.id, one]));
		const read = new Map(voices.map((one) => [one.block, one]));
		return {
			...{
				title,
				url,
				machine: reader() !== undefined,
				may: { read: await mayWrite(tx, input.document) }
			},
			blocks: version.blocks.map(({ id, kind, html, text }) => {
				const voice = read.get(id);
				const track = voice ? (tracks.get(voice.track) ?? null) : null;
				return {
					...{ id, kind, html, words: text, track },
					stale: !!track && voice?.words !== text,
					narrow: !!track && voice?.audience !== audience
				};
			})
		};
	}
});

/** The blocks of a text that a voice reads, as far as the reader may hear it. */
export const listSpoken = door({
	id: 'spoken.blocks',
	summary: 'Which blocks of a text are read aloud',
	http: 'GET /documents/{document}/spoken/blocks',
	input: z.object(which),
	output: z.object({ items: z.array(z.string()), next: z.null() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		const rows = await tx
			.selectFrom('spoken_block')
			.innerJoin('track', 'track.id', 'spoken_block.track_id')
			.select('block_id')
			.distinct()
			.where('document_id', '=', input.document)
			.where(sql<boolean>`track_is_out(track.id)`)
			.execute();
		return { items: rows.map((row) => row.block_id), next: null };
	}
});

/** Makes the track for the text's readers to which a writer of a text reads one of its blocks; the same one each time. Readers hear it once it has a recording. */
export const beginSpoken = door({
	id: 'spoken.begin',
	summary: 'Read a block of a text of mine aloud',
	http: 'POST /documents/{document}/blocks/{block}/spoken',
	input: z.object({ ...which, block }),
	output: z.object({ track: z.string() }),
	can: async ({ tx, input }) => {
		await publishedDocument(tx, input.document);
		return mayWrite(tx, input.document);
	},
	run: async ({ actor, input, tx, at, record }) => {
		const { version, audience } = await publishedDocument(tx, input.document);
		const read = version.blocks.find(({ id }) => id === input.block);
		if (!read) throw new NotFound('This block is not there any more');
		if (!read.text.trim()) throw new Conflict('There are no words in it to read');
		const mine = await tx
			.selectFrom('spoken_block')
			.innerJoin('track', 'track.id', 'spoken_block.track_id')
			.leftJoin('track_withdrawal as gone', 'gone.track_id', 'track.id')
			.select(['track.id', 'gone.at as gone'])
			.where('document_id', '=', input.document)
			.where('block_id', '=', input.block)
			.where('voice_id', '=', actor.id)
			.where('track.audience_id', '=', audience)
			.orderBy('track.id', 'desc')
			.executeTakeFirst();
		if (mine?.gone) await refuseSetAside(tx, mine.id);
		else if (mine) return { track: mine.id };
		const id = newId();
		await tx
			.insertInto('track')
			.values({
				...{ id, voice_id: actor.id, title: excerpt(read.text.trim(), 80) },
				...{ audience_id: audience, at }
			})
			.execute();
		await tx
			.insertInto('spoken_block')
			.values({ track_id: id, document_id: input.document, block_id: input.block })
			.execute();
		await record({ verb: 'began', kind: 'track', id, audience: actor.id });
		return { track: id };
	}
});

/** What to read for a track, and the block after it that nobody reads yet or whose words were changed; null for a track that reads no text. */
export const promptSpoken = door({
	id: 'spoken.prompt',
	summary: 'The words that a track of mine reads',
	http: 'GET /tracks/{track}/words',
	input: z.object({ track: z.uuid() }),
	output: z.object({
		prompt: z
			.object({
				document: z.string(),
				title: z.string(),
				words: z.string(),
				next: z.string().nullable()
			})
			.nullable()
	}),
	can: isVoiceOf,
	run: async ({ input, tx }) => {
		const row = await tx
			.selectFrom('spoken_block')
			.selectAll()
			.where('track_id', '=', input.track)
			.executeTakeFirst();
		if (!row) return { prompt: null };
		const { title, audience, version } = await publishedDocument(tx, row.document_id);
		const { blocks } = version;
		const place = blocks.findIndex(({ id }) => id === row.block_id);
		if (place === -1) throw new NotFound('This block is not there any more');
		const voices = await voicesOf(tx, [row.document_id]);
		const read = new Map(
			voices.filter((one) => one.audience === audience).map((one) => [one.block, one.words])
		);
		const next = blocks
			.slice(place + 1)
			.find(({ id, text }) => text.trim() !== '' && read.get(id) !== text);
		const { text: words } = blocks[place]!;
		return {
			prompt: { document: row.document_id, title, words, next: next?.id ?? null }
		};
	}
});

/** For each block of these texts that is read aloud, whoever read it last, the words that they read, and for whom. */
export async function voicesOf(tx: Tx, documents: string[]) {
	const { rows } = await sql<{
		document: string;
		block: string;
		track: string;
		voice: string;
		take: string;
		at: string;
		words: string | null;
		audience: string;
	}>`
		select distinct on (s.document_id, s.block_id) s.document_id as document, s.block_id as block, s.track_id as track,
			t.voice_id as voice, k.id as take, k.at, w.words, t.audience_id as audience
		from spoken_block s join track t on t.id = s.track_id join take k on k.track_id = s.track_id
			left join spoken_words w on w.recording_id = k.id
		where s.document_id = any (${documents}::uuid[]) and track_is_out(s.track_id)
		order by s.document_id, s.block_id, k.at desc, k.number desc, k.id desc`.execute(tx);
	return rows;
}
