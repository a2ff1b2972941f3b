import { z } from 'zod';
import { newId } from '#platform/server/ids.ts';
import { limit } from '#platform/server/limits.ts';
import { expectUpload, forgetUpload } from '#platform/server/storage/uploads.ts';

/** Where the bytes of a recording are sent to, by tus 1.0. */
export const expected = z.object({ track: z.string(), recording: z.string(), upload: z.string() });

/** What a door that awaits bytes does before it, and where it comes to nothing. Throws TooMany, NoRoom. */
export const awaiting = {
	before: async ({ actor, input }: { actor: { id: string }; input: { bytes: number } }) => {
		await limit(`recordings of ${actor.id}`, 120, 10);
		const id = newId();
		await expectUpload(id, input.bytes);
		return { id };
	},
	undo: ({ id }: { id: string }) => forgetUpload(id)
};

/** The address of an upload. */
export const uploadAt = (id: string) => `/uploads/${id}`;
