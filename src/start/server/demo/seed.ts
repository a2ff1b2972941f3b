import { beginDemo, finishDemo, setUpHere } from '#modules/people/server/place.ts';
import { at, now } from '#platform/server/clock.ts';
import { underneath } from '#platform/server/db/database.ts';
import { holdingJobs, runDue, runRound } from '#platform/server/jobs.ts';
import { nextDigest } from '#platform/time/moments.ts';
import { arrive } from './arriving.ts';
import { calendarAt, type Calendar } from './calendar.ts';
import { cast } from './cast.ts';
import type { Player, Script } from './script.ts';
import { tell } from './telling.ts';

/** When the demo's place was set up, as seen from now; its first steward comes at this instant. */
export function demoBegins(): Temporal.Instant {
	return calendarAt(now())
		.begins.toZonedDateTime({ timeZone: 'UTC', plainTime: '06:30' })
		.toInstant();
}

/** Sets up a place from the machine's own shell and fills it; returns its steward's id once everything is told. */
export async function setUpDemo(given: Parameters<typeof setUpHere>[0]): Promise<{ id: string }> {
	const made = await at(demoBegins(), () => setUpHere(given));
	await seedDemo(made.id);
	return made;
}

/**
 * Fills the empty place of `steward` with the demo organisation: everything is done through doors by its own people, each
 * at their past instant, and everything due is done at each one's hour in between. `told` hears how much of it is done, from 0 to 1.
 * Throws Conflict when the place is not empty.
 */
export async function seedDemo(
	steward: string,
	told: (done: number) => void = () => {}
): Promise<void> {
	const calendar = calendarAt(now());
	await at(demoBegins(), beginDemo);
	await holdingJobs(() =>
		inHaste(async () => {
			let arrived = 0;
			const players = await arrive(steward, calendar, () => told((0.2 * ++arrived) / cast.length));
			await play(tell(calendar, players), (done) => told(0.2 + 0.8 * done));
		})
	);
	await finishDemo();
}

/** The embedded database need not reach the disk with each of a thousand steps: a demo that a power cut ends is begun again. */
async function inHaste(work: () => Promise<void>): Promise<void> {
	const { pglite } = underneath();
	await pglite?.exec('set synchronous_commit = off');
	try {
		await work();
	} finally {
		await pglite?.exec('set synchronous_commit = on');
	}
}

/** Does every step at its instant, and before each whatever had become due by then. */
async function play(
	{ steps, players, calendar }: Script,
	told: (done: number) => void
): Promise<void> {
	const ticks = digestHours(players, calendar).map((instant) => ({
		at: instant,
		run: () => runRound().then(() => {})
	}));
	const all = [...ticks, ...steps].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
	for (const [i, step] of all.entries()) {
		await at(step.at, step.run);
		told((i + 1) / all.length);
	}
	await runDue();
}

/** Every instant up to now at which somebody's digest may come. */
function digestHours(players: Player[], { begins, now }: Calendar): Temporal.Instant[] {
	const hours = new Map<number, Temporal.Instant>();
	const start = begins.add({ days: 9 }).toZonedDateTime('UTC').toInstant();
	for (const rhythm of players)
		for (
			let hour = nextDigest(start, rhythm);
			Temporal.Instant.compare(hour, now) < 0;
			hour = nextDigest(hour, rhythm)
		)
			hours.set(hour.epochMilliseconds, hour);
	return [...hours.values()];
}
