import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Conflict, NotFound } from '#platform/errors.ts';
import { instant } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { limit } from '#platform/server/limits.ts';
import { log } from '#platform/server/log.ts';
import { MachineFailed } from '#platform/server/machine.ts';
import { readAloud, reader } from '#platform/server/speech/to-speech.ts';
import { forgetBytes, keepBytes } from '#platform/server/storage/bytes.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';

type Place = { document: string; block: string };
type Sound = { id: string; bytes: number };

/** For so long what was made is kept; nothing else makes it go when a text does. */
const daysKept = 30;

/** What is read aloud of one block of a text. */
export const getWords = door({
	id: 'spoken.words',
	summary: 'The words of one block of a text, as a voice reads them',
	http: 'GET /documents/{document}/blocks/{block}/words',
	input: z.object({ document: z.uuid(), block: z.string().max(40) }),
	output: z.object({ words: z.string() }),
	can: anyMember,
	run: async ({ input, tx }) => {
		const { version } = await publishedDocument(tx, input.document);
		const block = version.blocks.find(({ id }) => id === input.block);
		if (!block?.text.trim()) throw new NotFound('There is nothing here to read aloud');
		return { words: block.text };
	}
});

/** A block of a text in the voice of the operator's machine, made where nobody asked for it before: the id under which its WAV is kept. Throws NotFound where nothing reads, and Conflict where the machine failed. */
export async function soundOfBlock(actor: Actor, place: Place): Promise<Sound> {
	const by = reader();
	if (!by) throw new NotFound('There is nothing here');
	const { words } = await getWords(actor, place);
	const id = idOf([by, actor.locale, place.document, words]);
	const kept = await as(actor.id, (tx) =>
		tx.selectFrom('machine_sound').select(['id', 'bytes']).where('id', '=', id).executeTakeFirst()
	);
	if (kept) return kept;
	await limit(`machine voice for ${actor.id}`, 300, 60);
	const sound = making.get(id) ?? inTurn(() => make(actor, { id, words, ...place }));
	making.set(id, sound);
	const forget = () => making.delete(id);
	sound.then(forget, forget);
	return sound;
}

/** Forgets what was made long ago; returns how much. */
export async function forgetMachineSounds(at: Temporal.Instant): Promise<number> {
	const before = at.subtract({ hours: 24 * daysKept }).toString();
	const rows = await asSystem('receiving a recording', (tx) =>
		tx.selectFrom('machine_sound').select('id').where('at', '<', before).limit(500).execute()
	);
	if (rows.length === 0) return 0;
	const ids = rows.map(({ id }) => id);
	for (const id of ids) await forgetBytes(id);
	await asSystem('receiving a recording', (tx) =>
		tx.deleteFrom('machine_sound').where('id', 'in', ids).execute()
	);
	return ids.length;
}

/** What is being made at this moment: whoever asks for the same waits for it too. */
const making = new Map<string, Promise<Sound>>();
let last: Promise<unknown> = Promise.resolve();

/** A machine reads one thing at a time, or a few readers would take all of this one. */
function inTurn(make: () => Promise<Sound>): Promise<Sound> {
	const mine = last.then(make, make);
	last = mine;
	return mine;
}

async function make(
	actor: Actor,
	{ id, words, document }: Place & { id: string; words: string }
): Promise<Sound> {
	const sound = await readAloud(words, actor.locale).catch((error: unknown) => {
		if (!(error instanceof MachineFailed)) throw error;
		log.warn({ document, why: error.message }, 'a text was not read aloud');
		throw new Conflict('The machine could not read this');
	});
	await keepBytes(id, 'whole', sound);
	await as(actor.id, (tx) =>
		tx
			.insertInto('machine_sound')
			.values({ id, document_id: document, bytes: sound.length, at: instant() })
			.onConflict((conflict) => conflict.doNothing())
			.execute()
	);
	return { id, bytes: sound.length };
}

/** The id of what is made of these: nobody comes by it who does not know all of them. */
function idOf(parts: string[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
	return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
