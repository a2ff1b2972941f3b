import type { Actor } from '#platform/server/door.ts';
import { outcome } from '../methods.ts';
import { same, takeBackSame } from './same.ts';
import { adopt, endAdoption } from './taking-up.ts';

/** What a browser sent; empty where it sent nothing. */
type Sent = { text: (name: string) => string; all: (name: string) => string[] };

/** "I'll try this": `document`, `block` (one or more), `why`, `how`, `askOn`, `shown`. */
export async function adoptForm(actor: Actor, form: Sent) {
	const { askOn } = await adopt(actor, {
		document: form.text('document'),
		blocks: form.all('block'),
		why: form.text('why'),
		how: form.text('how'),
		askOn: form.text('askOn') || undefined,
		shown: form.text('shown') === 'yes'
	});
	return { done: 'adopted' as const, askOn };
}

/** A trial to end: `adoption`. */
export async function endForm(actor: Actor, form: Sent) {
	const adoption = form.text('adoption');
	await endAdoption(actor, { adoption });
	return { done: 'ended' as const, adoption };
}

/** "I already do this": `document`, `block`, `note`. */
export async function sameForm(actor: Actor, form: Sent) {
	const { id } = await same(actor, {
		document: form.text('document'),
		blocks: form.all('block'),
		note: form.text('note')
	});
	return { done: 'same' as const, same: id };
}

/** To take that back: `same`. */
export async function notSameForm(actor: Actor, form: Sent) {
	await takeBackSame(actor, { same: form.text('same') });
	return { done: 'not same' as const };
}

/** How it went, as AnswerForm.svelte sends it; nothing chosen is for the door to refuse, in its own words. */
export function readAnswerIn(followUp: string, form: Sent) {
	const chosen = outcome.safeParse(form.text('outcome')).data;
	return {
		followUp,
		outcome: chosen as 'kept',
		note: form.text('note'),
		showVariant: chosen === 'changed' && form.text('showVariant') === 'yes'
	};
}
