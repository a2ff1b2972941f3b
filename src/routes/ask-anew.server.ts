import { askRetake } from '#modules/audio/server/retakes.ts';
import type { Actor } from '#platform/server/door.ts';
import { problemOf } from '#platform/server/web/problems.ts';

/** Asks a voice to say anew what a comment is about, where its form says so. The comment is there in any case; the ask is moot where a later take has come, or the track went. */
export async function askAnew(
	actor: Actor,
	form: { text: (name: string) => string },
	comment: string
): Promise<void> {
	if (!form.text('anew')) return;
	await askRetake(actor, { comment }).catch((error: unknown) => {
		if (!problemOf(error)) throw error;
	});
}
