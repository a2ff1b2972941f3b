import { z } from 'zod';
import {
	audienceFrom,
	audienceInput,
	audienceWith,
	refuseNarrower
} from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';

/** Who else is to hear or see a thing: an audience in place of its own, some people beside it, or both. */
export const wider = {
	audience: audienceInput.optional(),
	people: z.array(z.uuid()).max(100, 'Name at most a hundred people at a time').default([])
};

/** The id of the audience that a thing of a person's has after that. Throws Invalid where somebody would be left out. */
export async function widened(
	tx: Tx,
	before: string,
	{ audience, people }: { audience?: string | undefined; people: string[] },
	person: string
): Promise<string> {
	const chosen = audience ? await audienceFrom(tx, audience, person) : before;
	await refuseNarrower(tx, before, chosen);
	return people.length > 0 ? audienceWith(tx, chosen, people, person) : chosen;
}
