import { NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { show, type Shown } from '#platform/server/subjects.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { readToken, signToken } from './post.ts';

const days = 30;

/** The page on which one ask is answered without signing in, for thirty days from the instant `at`. */
export function answerPath(ask: string, at: Temporal.Instant): string {
	const until = at.add({ hours: days * 24 }).epochMilliseconds / 1000;
	return `/answer/${signToken('answer', [ask, String(Math.round(until))])}`;
}

export type Asked = {
	ask: string;
	/** Whose ask it is: the link acts as this person, for this ask alone. */
	actor: Actor;
	kind: string;
	subject: Shown;
	state: 'open' | 'answered' | 'over';
};

/** The ask that the link in a letter is for, as its person may see it now. Throws NotFound for a link that was not made here, or leads nowhere any more. */
export async function readAnswerLink(token: string): Promise<Asked> {
	const [ask, until] = readToken('answer', token) ?? [];
	if (!ask || !until) throw new NotFound('This link is not from here');
	const row = await asSystem('answering a letter', (tx) =>
		tx
			.selectFrom('ask')
			.leftJoin('ask_done as done', 'done.ask_id', 'ask.id')
			.select(['ask.person_id', 'kind', 'subject_id', 'done.at as done'])
			.where('ask.id', '=', ask)
			.executeTakeFirst()
	);
	const actor = row && (await actorOf(row.person_id));
	if (!actor) throw new NotFound('This is not asked any more');
	const subject = await as(actor.id, (tx) => show(tx, row.kind, row.subject_id));
	const over = now().epochMilliseconds / 1000 > Number(until);
	return {
		ask,
		actor,
		kind: row.kind,
		subject,
		state: row.done ? 'answered' : over ? 'over' : 'open'
	};
}
