import { z } from 'zod';
import {
	audienceFrom,
	audienceInput,
	audienceWith,
	peopleIn,
	refuseNarrower
} from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';

/** Who else is to hear or see a thing: an audience in place of its own, some people beside it, or both. */
export const wider = {
	audience: audienceInput.optional(),
	people: z.array(z.uuid()).max(100, 'Name at most a hundred people at a time').default([])
};

/** What a voice says before it lets others hear what it said: only they know whether they heard it again. */
export const heardAgain = z.boolean().refine(Boolean, 'Hear it again first');

/** The id of the audience that a thing of a person's has after that, and who of those who were named is new in it. Throws Invalid where somebody would be left out. */
export async function widened(
	tx: Tx,
	before: string,
	{ audience, people }: { audience?: string | undefined; people: string[] },
	person: string
): Promise<{ after: string; tell: string[] }> {
	const chosen = audience ? await audienceFrom(tx, audience, person) : before;
	await refuseNarrower(tx, before, chosen);
	if (people.length === 0) return { after: chosen, tell: [] };
	const among = new Set(await peopleIn(tx, before));
	const tell = people.filter((one) => !among.has(one));
	return { after: await audienceWith(tx, chosen, people, person), tell };
}
