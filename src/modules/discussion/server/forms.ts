import type { Actor } from '#platform/server/door.ts';
import type { About } from '../discussion.ts';
import { reopenThread } from './closing.ts';
import { editComment, postComment, restoreComment, withdrawComment } from './comments.ts';
import { giveThanks, takeBackThanks } from './thanks.ts';

/** What a browser sent; empty where it sent nothing. */
type Sent = { text: (name: string) => string };

/** A new comment or an answer: `kind`, `id`, `block`, `replyTo`, `markdown`; `form` names the form of the page. */
export async function commentForm(actor: Actor, form: Sent) {
	const replyTo = form.text('replyTo') || undefined;
	const { id } = await postComment(actor, {
		about: aboutOf(form.text('kind'), form.text('id'), form.text('block')),
		markdown: form.text('markdown'),
		replyTo
	});
	return { commented: id, from: form.text('form') };
}

/** A changed comment: `comment`, `markdown`. */
export async function editCommentForm(actor: Actor, form: Sent) {
	const comment = form.text('comment');
	await editComment(actor, { comment, markdown: form.text('markdown') });
	return { edited: comment, from: form.text('form') };
}

/** A comment to withdraw: `comment`. */
export async function withdrawCommentForm(actor: Actor, form: Sent) {
	const comment = form.text('comment');
	await withdrawComment(actor, { comment });
	return { withdrawn: comment };
}

/** A comment to bring back: `comment`. */
export async function restoreCommentForm(actor: Actor, form: Sent) {
	const comment = form.text('comment');
	await restoreComment(actor, { comment });
	return { restored: comment };
}

/** A conversation to open again: `comment`. */
export async function reopenThreadForm(actor: Actor, form: Sent) {
	const comment = form.text('comment');
	await reopenThread(actor, { comment });
	return { reopened: comment };
}

/** Thanks for something, or their end: `thank` or `unthank` holds its kind, id and block, with spaces between. */
export async function thankForm(actor: Actor, form: Sent) {
	const back = form.text('unthank');
	const [kind = '', id = '', block = ''] = (back || form.text('thank')).split(' ');
	const about = aboutOf(kind, id, block);
	if (back) await takeBackThanks(actor, { about });
	else await giveThanks(actor, { about });
	return { thanked: about.id };
}

function aboutOf(kind: string, id: string, block: string): About {
	return { kind, id, ...(block && { block }) };
}
