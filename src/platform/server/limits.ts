import { sql } from 'kysely';
import { TooMany } from '../errors.ts';
import { now } from './clock.ts';
import { outsideTransactions } from './db/database.ts';

let off = false;

/** Off for measurements and tests on loopback alone. */
export function switchLimits(to: 'on' | 'off'): void {
	off = to === 'off';
}

/** Counts one try of `subject`; throws TooMany past `most` within `minutes`, a day at most. */
export async function limit(subject: string, most: number, minutes: number): Promise<void> {
	if (off) return;
	const at = now();
	const since = at.subtract({ minutes }).toString();
	const { rows } = await sql<{ may: boolean }>`
		select may_try(${subject}, ${most}, ${since}, ${at.toString()}) as may`.execute(
		outsideTransactions()
	);
	if (!rows[0]!.may) throw new TooMany(`Too many tries. Wait ${minutes} minutes and try again`);
}

/** Forgets the tries of `subject`, once one succeeded. */
export async function forgive(subject: string): Promise<void> {
	await outsideTransactions().deleteFrom('attempt').where('subject', '=', subject).execute();
}

/** Forgets the tries that no limit counts any more; returns how many. */
export async function forgetTries(present: Temporal.Instant): Promise<number> {
	const { numDeletedRows } = await outsideTransactions()
		.deleteFrom('attempt')
		.where('at', '<', present.subtract({ hours: 24 }).toString())
		.executeTakeFirst();
	return Number(numDeletedRows);
}
