import type { Actor } from '#platform/server/door.ts';
import { setFollow } from './follows.ts';
import { followed, rhythm } from '../notices.ts';

type Fields = { text: (name: string) => string };

/** What a page does with the form of Follow.svelte. */
export async function follow(actor: Actor, form: Fields): Promise<void> {
	await setFollow(actor, {
		kind: followed.kind.parse(form.text('kind')),
		id: form.text('id'),
		rhythm: rhythm.parse(form.text('rhythm'))
	});
}
