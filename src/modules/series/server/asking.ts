import { peopleIn } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { closesAt, opensAt } from '#platform/time/windows.ts';
import { ask, finishAsk } from '#modules/notices/server/asks.ts';
import { rhythmsOf } from '#modules/people/server/rhythm.ts';
import type { Level } from '../series.ts';

const moves = new Set(['opened', 'moved', 'changed']);

/** Asks a training's audience for some of their time, from the morning its window opens in each one's own zone. */
export async function askAudience(event: Event): Promise<void> {
	if (event.kind !== 'training' || !moves.has(event.verb)) return;
	await asSystem('asking people', async (tx) => {
		const training = await tx
			.selectFrom('training')
			.selectAll()
			.where('id', '=', event.id)
			.executeTakeFirst();
		if (!training) return;
		const series = await tx
			.selectFrom('series')
			.innerJoin('series_publication as out', 'out.series_id', 'series.id')
			.select(['level'])
			.where('series.id', '=', training.series_id)
			.executeTakeFirst();
		if (!series) return;
		const people = await peopleIn(tx, training.audience_id);
		const rhythms = await rhythmsOf(tx, people);
		await ask(tx, {
			kind: 'training',
			subject: training.id,
			level: series.level as Level,
			minutes: training.minutes,
			people: people.map((id) => {
				const zone = rhythms.get(id)?.zone ?? 'UTC';
				return {
					id,
					opensAt: opensAt(training, zone).toString(),
					untilAt: closesAt(training, zone).toString()
				};
			})
		});
	});
}

/** Whoever took part has answered the ask. */
export async function finishAsks(event: Event, tx: Tx): Promise<void> {
	const { training } = event.data;
	if (!event.actor || typeof training !== 'string') return;
	if (event.verb === 'shared' || event.verb === 'adopted' || event.verb === 'does already')
		await finishAsk(tx, event.actor, 'training', training, event.at);
}
