import { redirect } from '@sveltejs/kit';
import { listNarrow } from '#modules/audio/server/said-narrowly.ts';
import type { Actor } from '#platform/server/door.ts';

/** Leads whoever just widened a text in which they say something to where they hear it again, and let the others hear it. */
export async function hearAgain(actor: Actor, document: string): Promise<void> {
	const { items } = await listNarrow(actor, { document });
	if (items.length > 0) redirect(303, `/say/wider/${document}`);
}
