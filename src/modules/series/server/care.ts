import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/db/database.ts';
import { door, stewards } from '#platform/server/door.ts';
import { titlesOf, versionNumbers } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { todayIn } from '#platform/time/windows.ts';

const [soonDays, stallDays, freshDays, most] = [3, 14, 7, 7];

const reason = z.enum(['no text', 'no trainer', 'opens soon', 'stalls', 'first time']);

type Care = {
	reason: z.infer<typeof reason>;
	id: string;
	title: string;
	url: string;
	person: { id: string; name: string } | null;
	/** The day on which it opens, or when it happened. */
	at: string;
};

/** What of the series that a steward sees wants a hand: parts that open within three days, plans of theirs that stand still, and those who shared for the first time. */
export const seriesCare = door({
	id: 'series.care',
	summary: 'What of the series wants a hand',
	http: 'GET /series/care',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				reason,
				id: z.string(),
				title: z.string(),
				url: z.string(),
				person: z.object({ id: z.string(), name: z.string() }).nullable(),
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: stewards,
	run: async ({ actor, tx, at }) => {
		const now = Temporal.Instant.from(at);
		const today = todayIn(actor.zone, now);
		const items = [
			...(await openingSoon(tx, today)),
			...(await standingStill(tx, now)),
			...(await firstTimers(tx, actor.id, now))
		];
		return { items: items.slice(0, most * 3), next: null };
	}
});

async function openingSoon(tx: Tx, today: string): Promise<Care[]> {
	const until = Temporal.PlainDate.from(today).add({ days: soonDays }).toString();
	const { rows } = await sql<{
		id: string;
		series: string;
		opens: string;
		trainers: number;
		mine: boolean;
	}>`
		select t.id, t.series_id as series, t.opens, i_own_series(t.series_id) as mine,
			(select count(*) from training_trainer w where w.training_id = t.id) as trainers
		from training t join series_publication o on o.series_id = t.series_id
		where t.opens > ${today} and t.opens <= ${until}
			and not exists (select from series_cancellation c where c.series_id = t.series_id)
		order by t.opens, t.id limit ${most}`.execute(tx);
	const ids = rows.map(({ id }) => id);
	const titles = await titlesOf(tx, ids);
	const versions = await versionNumbers(tx, ids);
	return rows.map(({ id, series, opens, trainers, mine }) => ({
		reason: !versions.has(id) ? 'no text' : Number(trainers) === 0 ? 'no trainer' : 'opens soon',
		id,
		title: titles.get(id) ?? '',
		url: mine ? `/series/${series}/plan` : `/trainings/${id}`,
		person: null,
		at: opens
	}));
}

/** Series in preparation that the steward is part of, in which nothing has happened for two weeks. */
async function standingStill(tx: Tx, now: Temporal.Instant): Promise<Care[]> {
	const before = now.subtract({ hours: 24 * stallDays }).toString();
	const { rows } = await sql<{ id: string; title: string; last: string }>`
		select s.id, s.title, greatest(s.at, (select max(e.at) from event e where e.subject_id = s.id or e.subject_id in (
			select t.id from training t where t.series_id = s.id))) as last
		from series s
		where not exists (select from series_publication o where o.series_id = s.id)
		order by s.id desc limit 50`.execute(tx);
	return rows
		.filter(({ last }) => Temporal.Instant.compare(last, before) < 0)
		.slice(0, most)
		.map(({ id, title, last }) => ({
			reason: 'stalls',
			id,
			title,
			url: `/series/${id}/plan`,
			person: null,
			at: last
		}));
}

async function firstTimers(tx: Tx, me: string, now: Temporal.Instant): Promise<Care[]> {
	const since = now.subtract({ hours: 24 * freshDays }).toString();
	const { rows } = await sql<{ id: string; training_id: string; author_id: string; at: string }>`
		select s.id, s.training_id, s.author_id, shared.at
		from sharing shared join submission s on s.id = shared.submission_id
		where shared.at > ${since} and s.author_id <> ${me} and ${inSight('s.id')}
			and not exists (
				select from sharing before join submission b on b.id = before.submission_id
				where b.author_id = s.author_id and before.at < shared.at
			)
		order by shared.at limit ${most}`.execute(tx);
	const titles = await titlesOf(
		tx,
		rows.map((row) => row.training_id)
	);
	const people = await peopleById(
		tx,
		rows.map((row) => row.author_id)
	);
	return rows.flatMap((row) => {
		const person = people.get(row.author_id);
		if (!person) return [];
		return [
			{
				reason: 'first time' as const,
				id: row.id,
				title: titles.get(row.training_id) ?? '',
				url: `/trainings/${row.training_id}#s-${row.id}`,
				person: { id: person.id, name: person.name },
				at: row.at
			}
		];
	});
}
