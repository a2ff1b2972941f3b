import { sql } from 'kysely';
import { PgBoss, fromKysely, fromPglite } from 'pg-boss';
import { now } from './clock.ts';
import { appRole, outsideTransactions, underneath, type Tx } from './db/database.ts';
import { log } from './log.ts';

/** Something that finds what is due by Junto's clock and does a batch of it; returns how much it did. */
export type Sweep = { name: string; run: (at: Temporal.Instant) => Promise<number> };

type Handler = (data: object) => Promise<void>;

const handlers = new Map<string, Handler>();
const sweeps: Sweep[] = [];
let boss: PgBoss | undefined;
let timer: NodeJS.Timeout | undefined;
let sweeping: Promise<Record<string, number>> | undefined;

export function addSweeps(added: Sweep[]): void {
	sweeps.push(...added);
}

/** Says what does the jobs of a queue. A job that fails is tried again, so `handler` must bear a second time. */
export function perform<Data extends object>(
	queue: string,
	handler: (data: Data) => Promise<void>
): void {
	handlers.set(queue, handler as Handler);
}

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
		await boss.createQueue(queue, { retryLimit: 8, retryBackoff: true });
	await grantWriting();
	if (work) await startWorking();
}

async function startWorking(): Promise<void> {
	for (const [queue, handler] of handlers)
		await boss?.work<object>(queue, { batchSize: 20, pollingIntervalSeconds: 1 }, async (jobs) => {
			for (const job of jobs) await handler(job.data);
		});
	timer = setInterval(() => void sweep().catch((error) => log.error(error, 'sweep')), 10_000);
}

/** Finishes the work under way, then stops. */
export async function stopJobs(): Promise<void> {
	clearInterval(timer);
	timer = undefined;
	await sweeping;
	await boss?.stop({ graceful: true, timeout: 5_000 });
	boss = undefined;
}

/** Keeps this process from doing jobs by itself while `work` goes on; `runDue` within still does them. */
export async function holdingJobs<T>(work: () => Promise<T>): Promise<T> {
	if (!timer) return work();
	clearInterval(timer);
	timer = undefined;
	for (const queue of handlers.keys()) await boss?.offWork(queue, { wait: true });
	await sweeping;
	try {
		return await work();
	} finally {
		if (boss) await startWorking();
	}
}

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
	for (const [queue, handler] of handlers) done[queue] = await drain(queue, handler);
	return { ...done, ...(await sweep()) };
}

async function drain(queue: string, handler: Handler): Promise<number> {
	let count = 0;
	for (;;) {
		const jobs = (await boss?.fetch<object>(queue, { batchSize: 100 })) ?? [];
		if (jobs.length === 0) return count;
		for (const job of jobs) await handler(job.data);
		await boss?.complete(
			queue,
			jobs.map((job) => job.id)
		);
		count += jobs.length;
	}
}

/** One round of every sweep; rounds never overlap in a process. */
async function sweep(): Promise<Record<string, number>> {
	while (sweeping) await sweeping;
	sweeping = round().finally(() => (sweeping = undefined));
	return sweeping;
}

async function round(): Promise<Record<string, number>> {
	const done: Record<string, number> = {};
	for (const { name, run } of sweeps) done[name] = await run(now());
	return done;
}

async function grantWriting(): Promise<void> {
	const db = outsideTransactions();
	const role = sql.id(appRole());
	await sql`grant usage on schema jobs to ${role}`.execute(db);
	await sql`grant select, insert on all tables in schema jobs to ${role}`.execute(db);
}
