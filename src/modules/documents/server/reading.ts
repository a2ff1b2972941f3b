import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { refuseUnseen } from './history.ts';
import { inSight } from './where.ts';

const stopped = z.object({ block: z.string(), at: z.string() });

/** Where I stopped reading a text; null where I did not. Nobody else is told. */
export const getReadingPlace = door({
	id: 'reading.get',
	summary: 'Where I stopped reading a text',
	http: 'GET /reading/{document}',
	input: z.object({ document: z.uuid() }),
	output: z.object({ place: stopped.nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const place = await tx
			.selectFrom('reading_place')
			.select(['block_id as block', 'at'])
			.where('person_id', '=', actor.id)
			.where('document_id', '=', input.document)
			.executeTakeFirst();
		return { place: place ?? null };
	}
});

/** The text that I stopped reading last, of those that I may still read. */
export const latestReadingPlace = door({
	id: 'reading.latest',
	summary: 'The text that I stopped reading last',
	http: 'GET /reading',
	input: z.object({}),
	output: z.object({
		place: stopped.extend({ document: z.string(), kind: z.string(), title: z.string() }).nullable()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const place = await tx
			.selectFrom('reading_place as place')
			.innerJoin('document', 'document.id', 'place.document_id')
			.select(['document.id as document', 'kind', 'title', 'block_id as block', 'place.at'])
			.where('person_id', '=', actor.id)
			.where(inSight('document.id'))
			.orderBy('place.at', 'desc')
			.orderBy('document.id', 'desc')
			.limit(1)
			.executeTakeFirst();
		return { place: place ?? null };
	}
});

/** Notes where I stopped reading a text. */
export const placeReading = door({
	id: 'reading.place',
	summary: 'Note where I stopped reading a text',
	http: 'PUT /reading/{document}',
	input: z.object({ document: z.uuid(), block: z.string().min(1).max(60) }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const { document, block } = input;
		await refuseUnseen(tx, document);
		await tx
			.insertInto('reading_place')
			.values({ person_id: actor.id, document_id: document, block_id: block, at })
			.onConflict((conflict) =>
				conflict.columns(['person_id', 'document_id']).doUpdateSet({ block_id: block, at })
			)
			.execute();
		await record({ verb: 'stopped reading', kind: 'reading', id: document, audience: actor.id });
		return {};
	}
});

/** Forgets where I stopped reading a text, because I have come to its end. */
export const clearReadingPlace = door({
	id: 'reading.clear',
	summary: 'Forget where I stopped reading a text',
	http: 'DELETE /reading/{document}',
	input: z.object({ document: z.uuid() }),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const { document } = input;
		if (await forgetReadingPlace(tx, document, actor.id))
			await record({ verb: 'read to the end', kind: 'reading', id: document, audience: actor.id });
		return {};
	}
});

/** Forgets where somebody stopped; false where they did not. */
export async function forgetReadingPlace(
	tx: Tx,
	document: string,
	person: string
): Promise<boolean> {
	const gone = await tx
		.deleteFrom('reading_place')
		.where('person_id', '=', person)
		.where('document_id', '=', document)
		.returning('at')
		.executeTakeFirst();
	return gone !== undefined;
}
