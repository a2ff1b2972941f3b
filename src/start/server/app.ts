import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '#platform/errors.ts';
import { closePost, openPost } from '#modules/notices/server/post.ts';
import { openAuth } from '#platform/server/auth.ts';
import { travelTo } from '#platform/server/clock.ts';
import { closeDatabase, openDatabase } from '#platform/server/db/database.ts';
import { migrate } from '#platform/server/db/migrate.ts';
import { replyAddressOf, type Env } from '#platform/server/env.ts';
import { startJobs, stopJobs } from '#platform/server/jobs.ts';
import { switchLimits } from '#platform/server/limits.ts';
import { lockFolder } from '#platform/server/lock.ts';
import { needRoom } from '#platform/server/room.ts';
import { closeSpeechToText, openSpeechToText } from '#platform/server/speech/to-text.ts';
import { closeTextToSpeech, openTextToSpeech } from '#platform/server/speech/to-speech.ts';
import { openStorage } from '#platform/server/storage/bytes.ts';
import { closeFfmpeg, openFfmpeg } from '#platform/server/storage/ffmpeg.ts';
import { openUploads } from '#platform/server/storage/uploads.ts';
import './modules.ts';
import { secretOf } from './secret.ts';
import { openUpkeep } from './upkeep/module.ts';
import { keepNightly } from './upkeep/nightly.ts';
import { backUpBeforeUpgrade } from './upkeep/upgrade.ts';
import { storageOf, whereOf } from './where.ts';

/** Opens everything a process of Junto needs; returns what closes it again. With `work`, jobs and letters are done here. Throws InUse. */
export async function openApp(env: Env, { work }: { work: boolean }): Promise<() => Promise<void>> {
	const unlock = takeFolder(env.JUNTO_DATA);
	try {
		const close = await openTaken(env, { work });
		return () => close().finally(unlock);
	} catch (error) {
		unlock();
		throw error;
	}
}

/** The same for a process that has the data folder already. */
export async function openTaken(
	env: Env,
	{ work }: { work: boolean }
): Promise<() => Promise<void>> {
	if (env.JUNTO_NOW) travelTo(Temporal.Instant.from(env.JUNTO_NOW));
	if (env.JUNTO_RATE_LIMITS === 'off') switchLimits('off');
	const close = async () => {
		closeSpeechToText();
		closeTextToSpeech();
		closeFfmpeg();
		await stopJobs();
		closePost();
		await closeDatabase();
	};
	try {
		if (!env.DATABASE_URL) needRoom(env.JUNTO_DATA, 0, 'the database to write');
		await openDatabase(whereOf(env)).catch((error: unknown) => {
			throw new Error(`The database does not open: ${messageOf(error)}`, { cause: error });
		});
		openUpkeep(env.JUNTO_DATA);
		const on = env.JUNTO_BACKUPS === 'on';
		keepNightly(on && !env.DATABASE_URL ? env.JUNTO_DATA : undefined);
		if (on) await backUpBeforeUpgrade(env.JUNTO_DATA);
		await migrate();
		await openStorage(storageOf(env));
		openUploads(join(env.JUNTO_DATA, 'uploads'));
		openSpeechToText(env.SPEECH_TO_TEXT);
		openTextToSpeech(env.TEXT_TO_SPEECH);
		await openFfmpeg(env.FFMPEG);
		const secret = env.JUNTO_SECRET ?? secretOf(env.JUNTO_DATA);
		const origin = originOf(env);
		openAuth(secret, origin);
		openPost({
			origin,
			secret,
			from: env.MAIL_FROM,
			smtpUrl: env.SMTP_URL,
			...(env.IMAP_URL && {
				replies: { mailbox: env.IMAP_URL, address: replyAddressOf(env)! }
			})
		});
		await startJobs({ work });
	} catch (error) {
		await close();
		throw error;
	}
	return close;
}

/** Makes the data folder where there is none, and takes it for this process; returns what gives it back. Throws InUse. */
export function takeFolder(folder: string): () => void {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new Error(`JUNTO_DATA: ${messageOf(error)}`, { cause: error });
	}
	return lockFolder(folder);
}

/** The address people reach Junto by. */
export function originOf(env: Env): string {
	if (env.ORIGIN) return env.ORIGIN;
	const everywhere = env.HOST === '0.0.0.0' || env.HOST === '::';
	const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST;
	return `http://${everywhere ? 'localhost' : host}:${env.PORT}`;
}
