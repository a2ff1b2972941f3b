import { sql } from 'kysely';
import { z } from 'zod';
import { writtenAudiences } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { titlesOf, versionNumbers } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { shifted } from '#platform/time/windows.ts';
import { level } from '../series.ts';

export const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });
export const trainer = who.extend({ role: z.string() });
export const expectation = z.object({ level, atLeast: z.number().nullable() });
export const mine = z.object({
	/** The newest version that I said I've read. */
	readVersion: z.number().nullable(),
	/** True when it was one before the last material change. */
	asksAgain: z.boolean(),
	contributed: z.boolean(),
	startedEarly: z.boolean()
});

const partShown = z.object({
	training: z.string(),
	title: z.string(),
	opens: z.string(),
	closes: z.string(),
	format: z.string(),
	minutes: z.number(),
	version: z.number().nullable(),
	trainers: z.array(trainer),
	/** The last few who shared what works for them, and how much was shared and said. */
	shared: z.array(who),
	counts: z.object({ submissions: z.number(), comments: z.number() }),
	mine
});

export const seriesShown = z.object({
	id: z.string(),
	title: z.string(),
	about: z.string(),
	audience: z.string(),
	expectation,
	owners: z.array(who),
	publishedAt: z.string().nullable(),
	/** That it was called off, and why. */
	cancelled: z.object({ at: z.string(), reason: z.string() }).nullable(),
	/** The series that it is a copy of, where the reader sees that one. */
	origin: z.object({ id: z.string(), title: z.string() }).nullable(),
	/** By how many days each part comes later for the reader, who began from the start. */
	daysLater: z.number(),
	parts: z.array(partShown),
	may: z.object({
		change: z.boolean(),
		publish: z.boolean(),
		cancel: z.boolean(),
		startOver: z.boolean()
	})
});

/** Series with all that pages show of them, in a number of statements that does not grow with theirs. */
export async function showSeries(
	tx: Tx,
	actor: Actor,
	ids: string[]
): Promise<z.input<typeof seriesShown>[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('series')
		.leftJoin('series_publication as out', 'out.series_id', 'series.id')
		.leftJoin('series_cancellation as off', 'off.series_id', 'series.id')
		.leftJoin('own_pace as pace', (join) =>
			join.onRef('pace.series_id', '=', 'series.id').on('pace.person_id', '=', actor.id)
		)
		.leftJoin('series_origin as origin', 'origin.series_id', 'series.id')
		.leftJoin('series as before', 'before.id', 'origin.from_id')
		.selectAll('series')
		.select(['out.at as out', 'off.at as cancelled_at', 'off.reason', 'days'])
		.select(['before.id as before_id', 'before.title as before_title'])
		.select(sql<boolean>`i_own_series(series.id)`.as('mine'))
		.where('series.id', 'in', ids)
		.orderBy('series.id', 'desc')
		.execute();
	const owners = await tx
		.selectFrom('series_owner')
		.select(['series_id', 'person_id'])
		.where('series_id', 'in', ids)
		.orderBy('person_id')
		.execute();
	const trainings = await tx
		.selectFrom('training')
		.selectAll()
		.where('series_id', 'in', ids)
		.orderBy('position')
		.execute();
	const parts = trainings.map(({ id }) => id);
	const trainers = parts.length
		? await tx
				.selectFrom('training_trainer')
				.selectAll()
				.where('training_id', 'in', parts)
				.orderBy('person_id')
				.execute()
		: [];
	const titles = await titlesOf(tx, parts);
	const versions = await versionNumbers(tx, parts);
	const own = await ownStanding(tx, actor.id, parts);
	const shared = await lastToShare(tx, parts);
	const counts = await countsOf(tx, parts);
	const people = await peopleById(
		tx,
		[...owners, ...trainers, ...shared].map((row) => row.person_id)
	);
	const audiences = await writtenAudiences(
		tx,
		rows.map((row) => row.audience_id),
		actor.id
	);
	const whoIs = (id: string) => {
		const person = people.get(id);
		return person ? [{ id, name: person.name, face: person.face }] : [];
	};
	return rows.map((row) => ({
		id: row.id,
		title: row.title,
		about: row.about,
		audience: audiences.get(row.audience_id) ?? 'everyone',
		expectation: { level: row.level as z.infer<typeof level>, atLeast: row.at_least },
		owners: owners
			.filter((owner) => owner.series_id === row.id)
			.flatMap((owner) => whoIs(owner.person_id)),
		publishedAt: row.out,
		cancelled: row.cancelled_at ? { at: row.cancelled_at, reason: row.reason ?? '' } : null,
		origin: row.before_id ? { id: row.before_id, title: row.before_title ?? '' } : null,
		daysLater: daysLater(row),
		parts: trainings
			.filter((training) => training.series_id === row.id)
			.map((training) => {
				const version = versions.get(training.id);
				const read = own.read.get(training.id) ?? null;
				return {
					training: training.id,
					title: titles.get(training.id) ?? '',
					...shifted(training, daysLater(row)),
					format: training.format,
					minutes: training.minutes,
					version: version?.latest ?? null,
					trainers: trainers
						.filter((each) => each.training_id === training.id)
						.flatMap((each) =>
							whoIs(each.person_id).map((person) => ({ ...person, role: each.role }))
						),
					shared: shared
						.filter((each) => each.training_id === training.id)
						.flatMap((each) => whoIs(each.person_id)),
					counts: {
						submissions: counts.get(training.id)?.get('submission') ?? 0,
						comments: counts.get(training.id)?.get('comment') ?? 0
					},
					mine: {
						readVersion: read,
						asksAgain: read !== null && version !== undefined && read < version.material,
						contributed: own.contributed.has(training.id),
						startedEarly: own.early.has(training.id)
					}
				};
			}),
		may: {
			change: row.mine,
			publish: row.mine && row.out === null,
			cancel: row.mine && row.out !== null && row.cancelled_at === null,
			startOver: !row.mine && row.out !== null && row.cancelled_at === null
		}
	}));
}

/** Whoever prepares a series goes by its own dates. */
function daysLater(row: { mine: boolean; days: number | null }): number {
	return row.mine ? 0 : (row.days ?? 0);
}

async function ownStanding(tx: Tx, person: string, trainings: string[]) {
	if (trainings.length === 0)
		return {
			read: new Map<string, number>(),
			contributed: new Set<string>(),
			early: new Set<string>()
		};
	const { rows } = await sql<{
		training: string;
		read: number | null;
		contributed: boolean;
		early: boolean;
	}>`
		select t.id as training,
			(select max(version) from check_off c where c.training_id = t.id and c.person_id = ${person}) as read,
			exists (select from contribution k where k.training_id = t.id and k.person_id = ${person}) as contributed,
			exists (select from early_start e where e.training_id = t.id and e.person_id = ${person}) as early
		from unnest(${trainings}::uuid[]) as t(id)`.execute(tx);
	return {
		read: new Map(rows.flatMap((row) => (row.read === null ? [] : [[row.training, row.read]]))),
		contributed: new Set(rows.filter((row) => row.contributed).map((row) => row.training)),
		early: new Set(rows.filter((row) => row.early).map((row) => row.training))
	};
}

const facesShown = 5;

/** Up to five who shared the last pieces of each training that the reader may see. */
async function lastToShare(
	tx: Tx,
	trainings: string[]
): Promise<{ training_id: string; person_id: string }[]> {
	if (trainings.length === 0) return [];
	const { rows } = await sql<{ training_id: string; person_id: string }>`
		select t.id as training_id, last.person_id from unnest(${trainings}::uuid[]) as t(id), lateral (
			select author_id as person_id, max(id::text) as newest from (
				select s.id, s.author_id from submission s join sharing on sharing.submission_id = s.id
				where s.training_id = t.id order by s.id desc limit ${2 * facesShown}
			) as piece group by 1 order by newest desc limit ${facesShown}
		) as last`.execute(tx);
	return rows;
}

/** Kept counts of each training, by what was counted. */
export async function countsOf(
	tx: Tx,
	trainings: string[]
): Promise<Map<string, Map<string, number>>> {
	if (trainings.length === 0) return new Map();
	const rows = await tx
		.selectFrom('tally')
		.select((eb) => ['subject_id', 'what', eb.fn.sum<number>('amount').as('amount')])
		.where('subject_id', 'in', trainings)
		.where('block_id', '=', '')
		.groupBy(['subject_id', 'what'])
		.execute();
	const counts = new Map<string, Map<string, number>>();
	for (const { subject_id, what, amount } of rows)
		counts.set(
			subject_id,
			(counts.get(subject_id) ?? new Map<string, number>()).set(what, Number(amount))
		);
	return counts;
}
