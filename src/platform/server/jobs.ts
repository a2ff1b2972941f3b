import { sql } from 'kysely';
import { PgBoss, fromKysely, fromPglite } from 'pg-boss';
import { now } from './clock.ts';
import {
	appRole,
	asSystem,
	mindRoom,
	outsideTransactions,
	underneath,
	type Tx
} from './db/database.ts';
import { takeTurns } from './db/migrate.ts';
import { log } from './log.ts';

/** Something that finds what is due by Junto's clock and does a batch of it; returns how much it did. */
export type Sweep = { name: string; run: (at: Temporal.Instant) => Promise<number> };

type Handler = (data: object) => Promise<void>;

/** How many jobs are fetched at once, and how long one may take before somebody else does it. */
type Pace = { atOnce: number; seconds: number };
const usual: Pace = { atOnce: 20, seconds: 15 * 60 };
const paces = new Map<string, Pace>();

const handlers = new Map<string, Handler>();
const underway = new Map<string, Promise<number>>();
const sweeps: Sweep[] = [];
let boss: PgBoss | undefined;
let timers: NodeJS.Timeout[] = [];
let sweeping: Promise<Record<string, number>> | undefined;
let held = false;
let stopping = false;

export function addSweeps(added: Sweep[]): void {
	sweeps.push(...added);
}

/** Says what does the jobs of a queue, and of long ones how many seconds one may take. A job that fails is tried again, so `handler` must bear a second time. */
export function perform<Data extends object>(
	queue: string,
	handler: (data: Data) => Promise<void>,
	seconds?: number
): void {
	handlers.set(queue, handler as Handler);
	if (seconds) paces.set(queue, { atOnce: 1, seconds });
}

const paceOf = (queue: string) => paces.get(queue) ?? usual;

/** Prepares the queue, so that doors can write jobs. With `work`, this process does them too. */
export async function startJobs({ work }: { work: boolean }): Promise<void> {
	const { pglite, url } = underneath();
	const where = pglite
		? { db: fromPglite(pglite), backend: 'pglite' as const }
		: { connectionString: url, max: 3 };
	boss = new PgBoss({ ...where, schedule: false, supervise: work, schema: 'jobs' });
	boss.on('error', (error) => log.error(error, 'job queue'));
	await boss.start();
	for (const queue of handlers.keys())
		await boss.createQueue(queue, {
			...{ retryLimit: 8, retryBackoff: true },
			expireInSeconds: paceOf(queue).seconds
		});
	await grantWriting();
	if (pglite) await takeUpAbandoned();
	if (!work) return;
	timers = [setInterval(whileRoom(tick), 1_000), setInterval(whileRoom(tickSweeps), 10_000)];
	tickSweeps();
}

/** Finishes the work under way, then stops. */
export async function stopJobs(): Promise<void> {
	timers.forEach(clearInterval);
	timers = [];
	stopping = true;
	await settled();
	await boss?.stop({ graceful: true, timeout: 5_000 });
	boss = undefined;
	stopping = false;
}

/** Keeps this process from doing jobs by itself while `work` goes on; `runDue` within still does them. */
export async function holdingJobs<T>(work: () => Promise<T>): Promise<T> {
	held = true;
	try {
		await settled();
		return await work();
	} finally {
		held = false;
	}
}

/** A job of which nothing was heard for so many hours, however it ended, may be asked for again. */
const hoursPatient = 24;

/** Since when a job must have been waiting at an instant to count as lost. */
export const patientUntil = (at: string | Temporal.Instant): string =>
	Temporal.Instant.from(at).subtract({ hours: hoursPatient }).toString();

/** Queues a job as a row of the caller's transaction: it exists only once that commits. */
export async function enqueue(tx: Tx, queue: string, data: object): Promise<void> {
	if (!boss) throw new Error('The job queue is not running');
	await boss.send(queue, data, { db: fromKysely(tx) });
}

/** Does everything that is due by Junto's clock until nothing is left; returns how much each kind did. */
export async function runDue(): Promise<Record<string, number>> {
	const total: Record<string, number> = {};
	for (;;) {
		const done = await runRound();
		for (const [name, count] of Object.entries(done)) total[name] = (total[name] ?? 0) + count;
		if (Object.values(done).every((count) => count === 0)) return total;
	}
}

/** Does the jobs that are waiting, then what is due by Junto's clock, once; returns how much each kind did. */
export async function runRound(): Promise<Record<string, number>> {
	const done: Record<string, number> = {};
	for (const queue of handlers.keys()) done[queue] = await doJobs(queue);
	return { ...done, ...(await sweep()) };
}

function tick(): void {
	if (held) return;
	for (const queue of handlers.keys())
		if (!underway.has(queue))
			doJobs(queue).then(
				// What a job wrote may be due at once, such as the letter with a link that somebody waits for.
				(count) => count > 0 && tickSweeps(),
				(error: unknown) => log.error({ error, queue }, 'jobs')
			);
}

function tickSweeps(): void {
	if (held || sweeping) return;
	sweep().catch((error: unknown) => log.error(error, 'sweep'));
}

/** What cannot be noted must not be done either: a letter would leave again and again. */
function whileRoom(work: () => void): () => void {
	return () =>
		mindRoom().then(
			(short) => {
				if (!short) work();
			},
			(error: unknown) => log.error(error, 'jobs')
		);
}

async function settled(): Promise<void> {
	await Promise.allSettled([sweeping, ...underway.values()]);
}

/** Does the jobs of a queue until none is left, after whatever is under way there. */
function doJobs(queue: string): Promise<number> {
	const before = underway.get(queue) ?? Promise.resolve();
	const mine = before.catch(() => {}).then(() => drain(queue));
	underway.set(queue, mine);
	const forget = () => {
		if (underway.get(queue) === mine) underway.delete(queue);
	};
	mine.then(forget, forget);
	return mine;
}

async function drain(queue: string): Promise<number> {
	let count = 0;
	await putBack(queue);
	while (boss && !stopping) {
		const jobs = await boss.fetch<object>(queue, { batchSize: paceOf(queue).atOnce });
		if (jobs.length === 0) return count;
		inHand.set(
			queue,
			jobs.map(({ id }) => id)
		);
		const done: string[] = [];
		for (const { id, data } of jobs) if (await did(queue, id, data)) done.push(id);
		if (done.length > 0) await boss.complete(queue, done);
		inHand.delete(queue);
		count += done.length;
	}
	return count;
}

/** The jobs of each queue that were fetched and of which the database has not heard since. */
const inHand = new Map<string, string[]>();

/** Jobs that were in hand when the database went away wait again, since nobody can tell which of them were done. */
async function putBack(queue: string): Promise<void> {
	const left = inHand.get(queue);
	if (!left) return;
	await sql`update jobs.job set state = 'retry' where state = 'active' and name = ${queue}
		and id = any (${left}::uuid[])`.execute(outsideTransactions());
	inHand.delete(queue);
}

async function did(queue: string, id: string, data: object): Promise<boolean> {
	try {
		await handlers.get(queue)!(data);
		return true;
	} catch (error) {
		log.error({ error, queue, job: id }, 'job');
		await boss?.fail(queue, id, { message: String(error) });
		return false;
	}
}

/** Jobs that a killed process had in hand: the embedded database has one process, so they are nobody's. */
async function takeUpAbandoned(): Promise<void> {
	await sql`update jobs.job set state = 'retry' where state = 'active'`.execute(
		outsideTransactions()
	);
}

/** One round of every sweep; rounds never overlap in a process. */
async function sweep(): Promise<Record<string, number>> {
	while (sweeping) await sweeping.catch(() => {});
	sweeping = round().finally(() => (sweeping = undefined));
	return sweeping;
}

async function round(): Promise<Record<string, number>> {
	const done: Record<string, number> = {};
	for (const { name, run } of sweeps) done[name] = await run(now());
	return done;
}

/** A job tells what happened to whom: people's transactions write jobs, and read of them their ids alone. */
function grantWriting(): Promise<void> {
	return asSystem('migrating', async (tx) => {
		await takeTurns(tx);
		const role = sql.id(appRole());
		const { rows } = await sql<{
			name: string;
		}>`select table_name as name from information_schema.columns
			where table_schema = 'jobs' and column_name = 'data' and table_name like 'job%'`.execute(tx);
		await sql`grant usage on schema jobs to ${role}`.execute(tx);
		await sql`revoke select on all tables in schema jobs from ${role}`.execute(tx);
		await sql`grant select on jobs.queue to ${role}`.execute(tx);
		for (const { name } of rows)
			await sql`grant insert, select (id) on ${sql.id('jobs', name)} to ${role}`.execute(tx);
	});
}
