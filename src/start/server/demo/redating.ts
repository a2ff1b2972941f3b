import { sql } from 'kysely';
import { listTables, nameOf } from '#platform/server/backup/tables.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import type { Module } from '#platform/server/module.ts';

/** Tables that the machine writes by itself: all of their days move on with the story. */
const machines = new Set(['ask', 'digest_round']);

/** What the story planned, which moves on with it when it is over by then, too. */
const planned = new Set(['call_meeting.starts_at', 'training_meeting.starts_at']);

/**
 * Moves the demo's story on by whole weeks, once a week has passed since it was told or moved, so that whoever tries it
 * finds its team in the middle of a series. What was told and what is planned moves; what visitors did since stays when
 * they did it. Returns by how many weeks.
 */
export async function moveDemoOn(at: Temporal.Instant): Promise<number> {
	return asSystem('seeding the demo', async (tx) => {
		const place = await tx
			.selectFrom('place')
			.select('demo_ready_at as ready')
			.where('demo_since', 'is not', null)
			.forUpdate()
			.executeTakeFirst();
		if (!place?.ready) return 0;
		const weeks = Math.floor(
			Temporal.Instant.from(place.ready).until(at).total('hours') / (7 * 24)
		);
		if (weeks > 0) await moveOn(tx, weeks, { ready: place.ready, at: at.toString() });
		return Math.max(0, weeks);
	});
}

async function moveOn(
	tx: Tx,
	weeks: number,
	{ ready, at }: { ready: string; at: string }
): Promise<void> {
	// What the machine closed by the calendar is open again.
	await sql`delete from survey_closing where by_id is null and at > ${ready}`.execute(tx);
	const by = sql.lit(`${weeks} weeks`);
	const story = (column: ReturnType<typeof sql.id>) =>
		sql`${column} <= ${ready}::timestamptz or ${column} > ${at}::timestamptz`;
	for (const table of await listTables(tx)) {
		if (table.schema !== 'public') continue;
		const moved = table.columns.flatMap(({ name, type }) => {
			const column = sql.id(name);
			if (type === 'date') return [sql`${column} = (${column} + ${by}::interval)::date`];
			if (type !== 'timestamp with time zone') return [];
			if (machines.has(table.name)) return [sql`${column} = ${column} + ${by}::interval`];
			const told = planned.has(`${table.name}.${name}`)
				? sql`${story(column)} or ${story(sql.id('at'))}`
				: story(column);
			return [
				sql`${column} = case when ${told} then ${column} + ${by}::interval else ${column} end`
			];
		});
		if (moved.length > 0) await sql`update ${nameOf(table)} set ${sql.join(moved)}`.execute(tx);
	}
}

/** The demo as something that goes on by itself; it comes before whatever else is due. */
export const demo: Module = {
	name: 'demo',
	doors: [],
	sweeps: [{ name: 'demo', run: moveDemoOn }]
};
