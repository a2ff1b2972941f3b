import { TooMany } from '../errors.ts';
import { now } from './clock.ts';
import { outsideTransactions } from './db/database.ts';

let off = false;

/** Off for measurements and tests on loopback alone. */
export function switchLimits(to: 'on' | 'off'): void {
	off = to === 'off';
}

/** Counts one try of `subject`; throws TooMany past `most` within `minutes`. */
export async function limit(subject: string, most: number, minutes: number): Promise<void> {
	if (off) return;
	const db = outsideTransactions();
	const since = now().subtract({ minutes }).toString();
	await db.deleteFrom('attempt').where('subject', '=', subject).where('at', '<', since).execute();
	await db.insertInto('attempt').values({ subject, at: now().toString() }).execute();
	const { count } = await db
		.selectFrom('attempt')
		.select((eb) => eb.fn.countAll<number>().as('count'))
		.where('subject', '=', subject)
		.executeTakeFirstOrThrow();
	if (count > most) throw new TooMany(`Too many tries. Wait ${minutes} minutes and try again`);
}

/** Forgets the tries of `subject`, once one succeeded. */
export async function forgive(subject: string): Promise<void> {
	await outsideTransactions().deleteFrom('attempt').where('subject', '=', subject).execute();
}
