import { z } from 'zod';
import { newId } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { expectUpload, forgetUpload } from '#platform/server/storage/uploads.ts';

/** Where the bytes of a recording are sent to, by tus 1.0. */
export const expected = z.object({ track: z.string(), recording: z.string(), upload: z.string() });

/** Awaits so many bytes of a person's, or as many as come. Throws TooMany, NoRoom. */
export async function awaitBytes(person: string, bytes?: number): Promise<{ id: string }> {
	await limit(`recordings of ${person}`, 120, 10);
	const id = newId();
	await expectUpload(id, bytes);
	return { id };
}

/** What a door that awaits bytes does before it, and where it comes to nothing. */
export const awaiting = {
	before: ({ actor, input }: { actor: { id: string }; input: { bytes: number } }) =>
		awaitBytes(actor.id, input.bytes),
	undo: ({ id }: { id: string }) => forgetUpload(id)
};

/** The address of an upload. */
export const uploadAt = (id: string) => `/uploads/${id}`;
