import { rm, stat } from 'node:fs/promises';
import { sql } from 'kysely';
import { Invalid } from '#platform/errors.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { enqueue, patientUntil, perform } from '#platform/server/jobs.ts';
import { log } from '#platform/server/log.ts';
import { MachineEnded, MachineFailed } from '#platform/server/machine.ts';
import { forgetBytes, keepLinked } from '#platform/server/storage/bytes.ts';
import { makeAnew, secondsPatient } from '#platform/server/storage/ffmpeg.ts';
import { PlaysElsewhere, readSound, type Sound } from '#platform/server/storage/sounds.ts';
import { needRoomForUpload, roomForUploads, uploadPath } from '#platform/server/storage/uploads.ts';
import { recordingAtMost } from '../audio.ts';
import { addTake, refuseLate } from './taking.ts';

/** So many recordings of one person wait at most: others wait behind them. */
const waitingAtMost = 20;
/** What ended with its machine so often is not begun again. */
const triesAtMost = 3;

/** What plays elsewhere is made to play everywhere, after whatever came before it; asking twice makes it once. Throws Invalid where too much of its person waits. */
export function makeReady(recording: string, person: string): Promise<void> {
	return asSystem('receiving a recording', async (tx) => {
		const { rows } = await sql<{ waiting: number }>`
			select count(*)::int as waiting from recording_making m join recording r on r.id = m.recording_id
			where r.person_id = ${person} and r.id <> ${recording}`.execute(tx);
		if (rows[0]!.waiting >= waitingAtMost)
			throw new Invalid([
				{ field: 'file', message: 'Wait until others of your recordings are made ready' }
			]);
		const at = instant();
		const begun = await tx
			.insertInto('recording_making')
			.values({ recording_id: recording, at })
			.onConflict((conflict) =>
				conflict
					.column('recording_id')
					.doUpdateSet({ at })
					.where('recording_making.at', '<', patientUntil(at))
			)
			.returning('at')
			.executeTakeFirst();
		if (begun) await enqueue(tx, 'make-ready', { recording });
	});
}

// What is a take already, or was refused, is not to be made any more: so it bears a second time.
perform<{ recording: string }>(
	'make-ready',
	async ({ recording }) => {
		const file = newId();
		const tries = await begin(recording, file);
		if (tries === undefined) return;
		const [sent, made] = [uploadPath(recording), uploadPath(newId())];
		try {
			if (tries > triesAtMost) throw new MachineFailed('It ended with its machine each time');
			const sound = await madeOf(sent, made);
			await keepLinked(recording, 'whole', sent);
			await keepLinked(file, 'whole', made);
			const { size } = await stat(made);
			if (!(await addTake(recording, { ...sound, file, bytes: size }))) await forgetBytes(file);
		} catch (error) {
			await forgetBytes(file);
			const hopeless = error instanceof MachineFailed || error instanceof Invalid;
			if (!hopeless || error instanceof MachineEnded) throw error;
			log.warn({ recording, why: error.message }, 'a recording was not made ready');
			await refuseLate(recording, cannotBeMade);
		} finally {
			await rm(made, { force: true });
		}
	},
	secondsPatient + 600
);

const cannotBeMade = 'It could not be made to play everywhere. Send it as MP3, M4A or MP4';

/** What is heard at `to` of what was sent to `from`. Throws MachineFailed, Invalid, and NoRoom. */
async function madeOf(from: string, to: string): Promise<Sound> {
	const how = await readSound(from).catch((error: unknown) => {
		if (error instanceof PlaysElsewhere && error.made) return error.made;
		throw error;
	});
	if ('type' in how) throw new MachineFailed('It plays everywhere as it is');
	const most = Math.min(recordingAtMost, roomForUploads());
	await makeAnew(from, to, { ...how, most });
	// What was cut off there ends somewhere.
	if ((await stat(to)).size < most * 0.99) return readSound(to);
	needRoomForUpload(recordingAtMost);
	throw new MachineFailed('It grows too large');
}

/** How often a recording that is awaited was begun, this time included; undefined for every other. What the last time left is forgotten. */
async function begin(recording: string, file: string): Promise<number | undefined> {
	const row = await asSystem('receiving a recording', async (tx) => {
		const before = await tx
			.selectFrom('recording_making')
			.select(['tries', 'file_id'])
			.where('recording_id', '=', recording)
			.forUpdate()
			.executeTakeFirst();
		if (!before) return undefined;
		const tries = before.tries + 1;
		await tx
			.updateTable('recording_making')
			.set({ tries, file_id: file })
			.where('recording_id', '=', recording)
			.execute();
		return { tries, left: before.file_id };
	});
	if (row?.left) await forgetBytes(row.left);
	return row?.tries;
}
