import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { showAll } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';

const [afterDays, withinDays, most] = [2, 30, 7];

/** What others said that nobody has answered for two days, and that I could: the oldest first. */
export const listUnanswered = door({
	id: 'comments.unanswered',
	summary: 'What nobody has answered yet',
	http: 'GET /comments/unanswered',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				person: z.object({ id: z.string(), name: z.string() }),
				/** What it is about. */
				title: z.string(),
				text: z.string(),
				url: z.string(),
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx, at }) => {
		const ago = (days: number) =>
			Temporal.Instant.from(at)
				.subtract({ hours: 24 * days })
				.toString();
		const { rows } = await sql<{ id: string; author_id: string; at: string }>`
			select c.id, c.author_id, c.at from comment c
			where c.reply_to is null and c.author_id <> ${actor.id}
				and c.at between ${ago(withinDays)} and ${ago(afterDays)}
				and not exists (select from comment_withdrawal w where w.comment_id = c.id)
				and not exists (select from comment r where r.reply_to = c.id and r.author_id <> c.author_id)
			order by c.id limit 50`.execute(tx);
		const shown = await showAll(
			tx,
			'comment',
			rows.map(({ id }) => id)
		);
		const people = await peopleById(
			tx,
			rows.map((row) => row.author_id),
			'here'
		);
		const items = rows.flatMap((row) => {
			const comment = shown.get(row.id);
			const person = people.get(row.author_id);
			if (!comment || !person) return [];
			const { title, url, text = '' } = comment;
			return [
				{ id: row.id, person: { id: person.id, name: person.name }, title, text, url, at: row.at }
			];
		});
		return { items: items.slice(0, most), next: null };
	}
});
