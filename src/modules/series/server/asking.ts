import { z } from 'zod';
import { peopleIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { closesAt, opensAt, shifted } from '#platform/time/windows.ts';
import { ask, dropOpenAsks, finishAsk } from '#modules/notices/server/asks.ts';
import { rhythmsOf } from '#modules/people/server/rhythm.ts';
import type { Level } from '../series.ts';

/** Which of the trainings that are out an event asks people for anew, and whom of their audience; everybody, where nobody is named. */
type Asking = { trainings?: string[]; series?: string; closesFrom?: string; people?: string[] };

/** Asks a training's audience for some of their time, from the morning its window opens in each one's own zone; whoever comes later, and whatever moves, is asked anew. */
export async function askAudience(event: Event): Promise<void> {
	const asking = askingOf(event);
	const cancelled = event.kind === 'series' && event.verb === 'cancelled';
	if (!asking && !cancelled) return;
	await asSystem('asking people', async (tx) => {
		if (asking)
			for (const training of await trainingsOut(tx, asking))
				await askFor(tx, training, { people: asking.people });
		else await dropOpenAsks(tx, 'training', await idsOf(tx, event.id));
	});
}

const moves = new Set(['opened', 'moved', 'changed']);
const comes = new Set(['joined', 'let in', 'added']);
const named = z.object({ people: z.array(z.string()).default([]) });

function askingOf({ kind, verb, id, actor, data, at }: Event): Asking | undefined {
	if (kind === 'training' && moves.has(verb)) return { trainings: [id] };
	if (kind === 'training' && verb === 'asked first')
		return { trainings: [id], people: named.parse(data).people };
	if (kind === 'series' && (verb === 'moved' || verb === 'resumed')) return { series: id };
	if (kind === 'series' && verb === 'changed pace') return { series: id, people: [actor!] };
	// The day before, since it is earlier by a day somewhere.
	const closesFrom = Temporal.Instant.from(at)
		.subtract({ hours: 24 })
		.toZonedDateTimeISO('UTC')
		.toPlainDate()
		.toString();
	if (kind === 'person' && verb === 'confirmed') return { closesFrom, people: [id] };
	if (kind === 'circle' && comes.has(verb)) {
		const { people } = named.parse(data);
		return { closesFrom, people: people.length > 0 ? people : [actor!] };
	}
}

/** Asks a series' audience for those parts that open after `at` where each one lives; for what is open or over by then it asks nobody. */
export async function askForWhatComes(tx: Tx, series: string, at: string): Promise<void> {
	for (const training of await trainingsOut(tx, { series })) await askFor(tx, training, { at });
}

/** Whoever took part has answered the ask. */
export async function finishAsks(event: Event, tx: Tx): Promise<void> {
	const { training } = event.data;
	if (!event.actor || typeof training !== 'string') return;
	if (event.verb === 'shared' || event.verb === 'adopted' || event.verb === 'does already')
		await finishAsk(tx, event.actor, 'training', training, event.at);
}

function trainingsOut(tx: Tx, { trainings, series, closesFrom }: Asking) {
	let query = tx
		.selectFrom('training')
		.innerJoin('series', 'series.id', 'training.series_id')
		.innerJoin('series_publication as out', 'out.series_id', 'series.id')
		.leftJoin('series_cancellation as off', 'off.series_id', 'series.id')
		.selectAll('training')
		.select('series.level')
		.where('off.at', 'is', null);
	if (trainings) query = query.where('training.id', 'in', trainings);
	if (series) query = query.where('training.series_id', '=', series);
	if (closesFrom) query = query.where('closes', '>=', closesFrom);
	return query.execute();
}

type Training = Awaited<ReturnType<typeof trainingsOut>>[number];

async function askFor(
	tx: Tx,
	training: Training,
	only: { people?: string[] | undefined; at?: string }
): Promise<void> {
	const everybody = await peopleIn(tx, training.audience_id);
	const people = everybody.filter((person) => only.people?.includes(person) ?? true);
	const rhythms = await rhythmsOf(tx, people);
	const days = await daysLater(tx, training.series_id);
	const early = await askedEarly(tx, training.id);
	const asked = people.map((id) => {
		const zone = rhythms.get(id)?.zone ?? 'UTC';
		const window = shifted(training, days.get(id) ?? 0);
		return {
			id,
			opensAt: early.get(id) ?? opensAt(window, zone).toString(),
			untilAt: closesAt(window, zone).toString()
		};
	});
	await ask(tx, {
		kind: 'training',
		subject: training.id,
		level: training.level as Level,
		minutes: training.minutes,
		people: asked.filter(({ opensAt: from }) => !only.at || isAfter(from, only.at))
	});
}

function isAfter(instant: string, other: string): boolean {
	return Temporal.Instant.compare(instant, other) > 0;
}

async function daysLater(tx: Tx, series: string): Promise<Map<string, number>> {
	const rows = await tx
		.selectFrom('own_pace')
		.select(['person_id', 'days'])
		.where('series_id', '=', series)
		.execute();
	return new Map(rows.map((row) => [row.person_id, row.days]));
}

/** Those who are asked for a first word are asked from then on. */
async function askedEarly(tx: Tx, training: string): Promise<Map<string, string>> {
	const rows = await tx
		.selectFrom('first_request')
		.select(['person_id', 'at'])
		.where('training_id', '=', training)
		.execute();
	return new Map(rows.map((row) => [row.person_id, row.at]));
}

async function idsOf(tx: Tx, series: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('training')
		.select('id')
		.where('series_id', '=', series)
		.execute();
	return rows.map(({ id }) => id);
}
