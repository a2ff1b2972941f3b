import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { outboxHere } from '#modules/notices/server/letters.ts';
import { checkPost, closePost, openPost } from '#modules/notices/server/post.ts';
import { countStewardsHere } from '#modules/people/server/stewards.ts';
import { place } from '#modules/people/server/place.ts';
import { messageOf } from '#platform/errors.ts';
import { clockMoved, now, travelTo } from '#platform/server/clock.ts';
import { asSystem, closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { applied, missing, refuseStrange } from '#platform/server/db/migrate.ts';
import { loopback, type Env } from '#platform/server/env.ts';
import { findsFfmpeg } from '#platform/server/storage/ffmpeg.ts';
import { checkStorage, openStorage, storageFolder } from '#platform/server/storage/bytes.ts';
import { sayBytes } from '#platform/size.ts';
import { originOf } from './app.ts';
import { room, uploadedBytes, weigh } from './upkeep/disk.ts';
import { keptBackups, lastNight } from './upkeep/kept.ts';
import { storageOf, whereOf } from './where.ts';

/** One thing that was looked at: fine, or what to do about it. */
export type Finding = { about: string; fine: boolean; told: string };

const fine = (about: string, told: string): Finding => ({ about, fine: true, told });
const wrong = (about: string, told: string): Finding => ({ about, fine: false, told });

/** Looks at the settings, the machine and the open place. */
export async function examine(env: Env): Promise<Finding[]> {
	return [
		...outside(env),
		await databaseFinding(),
		await migrationsFinding(),
		await placeFinding(),
		await filesFinding(),
		await spaceFinding(env),
		backupsFinding(env),
		await recordingsFinding(env),
		await mailFinding(env),
		await lettersFinding()
	];
}

/** The same while Junto is not running; nothing is changed, and nothing is made where there is no place yet. */
export async function examineClosed(env: Env): Promise<Finding[]> {
	if (env.JUNTO_NOW) travelTo(Temporal.Instant.from(env.JUNTO_NOW));
	if (!env.DATABASE_URL && !existsSync(join(env.JUNTO_DATA, 'db')))
		return [...outside(env), fine('database', 'none yet: npm start makes it')];
	openPost({ origin: originOf(env), secret: '', from: env.MAIL_FROM, smtpUrl: env.SMTP_URL });
	try {
		await openDatabase(whereOf(env));
	} catch (error) {
		return [...outside(env), wrong('database', messageOf(error)), await mailFinding(env)];
	}
	try {
		// What is wrong with it is found below.
		await openStorage(storageOf(env)).catch(() => {});
		if ((await missing()).length === 0) return await examine(env);
		return [
			...outside(env),
			await databaseFinding(),
			await migrationsFinding(),
			await filesFinding(),
			await mailFinding(env)
		];
	} finally {
		await closeDatabase();
		closePost();
	}
}

function outside(env: Env): Finding[] {
	const { free, low } = room(env.JUNTO_DATA);
	const left = `${sayBytes(free, 'en')} free beside ${env.JUNTO_DATA}`;
	const away = Math.round(Math.abs(clockMoved().total('seconds')));
	return [
		!env.ORIGIN && !loopback.has(env.HOST)
			? wrong(
					'address',
					`Others reach this machine: set ORIGIN to the address they use, such as https://junto.example.org`
				)
			: fine('address', originOf(env)),
		low ? wrong('disk', `Only ${left}: make room`) : fine('disk', left),
		away > 60
			? wrong('clock', `${now().toString()}, moved by JUNTO_NOW: unset it unless this is a trial`)
			: fine('clock', now().toString())
	];
}

async function databaseFinding(): Promise<Finding> {
	const { rows } = await asSystem('at the machine', (tx) =>
		sql<{ version: string; bytes: number }>`
			select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`.execute(
			tx
		)
	);
	const { version, bytes } = rows[0]!;
	const told = `PostgreSQL ${version}, ${sayBytes(bytes, 'en')}`;
	return parseInt(version) < 15
		? wrong('database', `${told}: Junto needs 15 or newer`)
		: fine('database', told);
}

async function migrationsFinding(): Promise<Finding> {
	try {
		refuseStrange(await applied(), 'The database');
	} catch (error) {
		return wrong('migrations', `${messageOf(error)}. Start the Junto that made it, or a newer one`);
	}
	const left = await missing();
	return left.length > 0
		? wrong('migrations', `${left.join(', ')} to come: npm start brings them; back up before`)
		: fine('migrations', 'all done');
}

async function placeFinding(): Promise<Finding> {
	const here = await place();
	if (here && (await countStewardsHere()) === 0)
		return wrong('place', `${here.name} has no steward: junto steward add --email ADDRESS`);
	return here
		? fine('place', here.demo ? `${here.name}, the demo` : here.name)
		: wrong('place', 'Not set up: open the link that npm start prints, or use junto setup');
}

async function filesFinding(): Promise<Finding> {
	try {
		const where = await checkStorage();
		const folder = storageFolder();
		// A folder that is still to be made stands in the data folder, whose disk was looked at.
		if (!folder || !existsSync(folder)) return fine('files', where);
		const { free, low } = room(folder);
		const told = `${where}, with ${sayBytes(free, 'en')} free beside it`;
		return low ? wrong('files', `${told}: make room`) : fine('files', told);
	} catch (error) {
		return wrong('files', messageOf(error));
	}
}

async function recordingsFinding(env: Env): Promise<Finding> {
	try {
		const found = await findsFfmpeg(env.FFMPEG);
		return fine(
			'recordings',
			found ? 'ffmpeg makes them play everywhere' : 'made ready by browsers, without ffmpeg'
		);
	} catch (error) {
		return wrong('recordings', messageOf(error));
	}
}

async function spaceFinding(env: Env): Promise<Finding> {
	const uploads = await uploadedBytes();
	const { database, backups } = await asSystem('at the machine', (tx) =>
		weigh(tx, env.JUNTO_DATA, uploads)
	);
	const parts = Object.entries({ database, uploads, backups });
	return fine('space', parts.map(([name, bytes]) => `${name} ${sayBytes(bytes, 'en')}`).join(', '));
}

function backupsFinding({ JUNTO_DATA, JUNTO_BACKUPS }: Env): Finding {
	if (JUNTO_BACKUPS === 'off') return fine('backups', 'left to you by JUNTO_BACKUPS=off');
	const [last, ...before] = keptBackups(JUNTO_DATA);
	const told = last
		? `the last of ${before.length + 1} from ${last.at}, ${sayBytes(last.bytes, 'en')}`
		: 'none yet: the first is made at night';
	const failure = lastNight(JUNTO_DATA)?.failure;
	return failure
		? wrong('backups', `${failure.at} failed: ${failure.reason}; ${told}`)
		: fine('backups', told);
}

async function mailFinding(env: Env): Promise<Finding> {
	if (!env.SMTP_URL) return fine('mail', 'SMTP_URL is not set: letters wait in the outbox');
	try {
		await checkPost();
		return fine('mail', 'the mail server lets us in');
	} catch (error) {
		return wrong('mail', `${messageOf(error)}: look at SMTP_URL`);
	}
}

async function lettersFinding(): Promise<Finding> {
	const { stuck, bounced, waiting, sends } = await outboxHere(now());
	const told = `${waiting} wait, ${bounced} were refused for good`;
	if (!sends) return fine('letters', told);
	if (stuck > 0) return wrong('letters', `${stuck} should have left: look at SMTP_URL and the log`);
	return fine('letters', told);
}
