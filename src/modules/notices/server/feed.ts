import { sql } from 'kysely';
import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { showEach } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';

type Row = {
	id: string;
	verb: string;
	kind: string;
	subject_id: string;
	actor_id: string | null;
	at: string;
};

const told = ['shared', 'commented', 'published', 'moved to library', 'varied'] as const;

/** What others added that the reader may see, the newest first. */
export const recent = door({
	id: 'feed.recent',
	summary: 'What others added',
	http: 'GET /feed',
	input: z.object({
		most: z.coerce.number().int().min(1).max(50).default(3),
		since: z.iso.datetime({ offset: true }).optional()
	}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				verb: z.enum(told),
				kind: z.string(),
				actor: z.object({ id: z.string(), name: z.string(), face: z.string().nullable() }),
				title: z.string(),
				text: z.string(),
				url: z.string(),
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		// The newest of each audience by its index, rather than all that happened in any of them.
		const { rows: events } = await sql<Row>`
			select e.* from unnest(my_audiences()) as mine, lateral (
				select id, verb, kind, subject_id, actor_id, at from event
				where audience_id = mine and verb = any (${told}::text[]) and actor_id <> ${actor.id}
					and (${input.since ?? null}::timestamptz is null or at > ${input.since ?? null})
				order by at desc, id desc limit ${input.most * 4}
			) as e order by e.at desc, e.id desc limit ${input.most * 4}`.execute(tx);
		const things = events.map(({ kind, subject_id: id }) => ({ kind, id }));
		const shown = await showEach(tx, things);
		const people = await peopleById(
			tx,
			events.flatMap((event) => event.actor_id ?? [])
		);
		const seen = new Set<string>();
		const items = events.flatMap((event) => {
			const subject = shown.get(event.subject_id);
			const person = people.get(event.actor_id ?? '');
			if (!subject || !person || seen.has(event.subject_id)) return [];
			seen.add(event.subject_id);
			return [
				{
					id: event.id,
					verb: event.verb as (typeof told)[number],
					kind: event.kind,
					actor: { id: person.id, name: person.name, face: person.face },
					title: subject.title,
					text: (subject.text ?? '').slice(0, 240),
					url: subject.url,
					at: event.at
				}
			];
		});
		return { items: items.slice(0, input.most), next: null };
	}
});
