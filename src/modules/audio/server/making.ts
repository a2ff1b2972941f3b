import { rm, stat } from 'node:fs/promises';
import { Invalid } from '#platform/errors.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { enqueue, perform } from '#platform/server/jobs.ts';
import { log } from '#platform/server/log.ts';
import { MachineFailed } from '#platform/server/machine.ts';
import { forgetBytes, keepLinked } from '#platform/server/storage/bytes.ts';
import { makeAnew } from '#platform/server/storage/ffmpeg.ts';
import { PlaysElsewhere, readSound, type Sound } from '#platform/server/storage/sounds.ts';
import { needRoomForUpload, uploadPath } from '#platform/server/storage/uploads.ts';
import { addTake, refuse } from './taking.ts';

/** A recording of which nothing was heard for so many hours is made ready anew. */
const hoursPatient = 24;

/** Since when a recording must have been waiting at an instant to be asked for again. */
export const patientUntil = (at: string | Temporal.Instant) =>
	Temporal.Instant.from(at).subtract({ hours: hoursPatient }).toString();

/** What plays elsewhere is made to play everywhere, after whatever came before it; asking twice makes it once. */
export function makeReady(recording: string): Promise<void> {
	return asSystem('receiving a recording', async (tx) => {
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
perform<{ recording: string }>('make-ready', async ({ recording }) => {
	if (!(await isAwaited(recording))) return;
	const [sent, made, file] = [uploadPath(recording), uploadPath(newId()), newId()];
	try {
		const sound = await madeOf(sent, made);
		await keepLinked(recording, 'whole', sent);
		await keepLinked(file, 'whole', made);
		const { size } = await stat(made);
		if (!(await addTake(recording, { ...sound, file, bytes: size }))) await forgetBytes(file);
	} catch (error) {
		if (!(error instanceof MachineFailed) && !(error instanceof Invalid)) throw error;
		log.warn({ recording, why: error.message }, 'a recording was not made ready');
		await refuse(recording, 'It could not be made to play everywhere. Send it as MP3, M4A or MP4');
	} finally {
		await rm(made, { force: true });
	}
});

/** What is heard at `to` of what was sent to `from`. Throws MachineFailed, Invalid, and NoRoom. */
async function madeOf(from: string, to: string): Promise<Sound> {
	const how = await readSound(from).catch((error: unknown) => {
		if (error instanceof PlaysElsewhere && error.made) return error.made;
		throw error;
	});
	if ('type' in how) throw new MachineFailed('It plays everywhere as it is');
	needRoomForUpload((await stat(from)).size);
	await makeAnew(from, to, how);
	return readSound(to);
}

async function isAwaited(recording: string): Promise<boolean> {
	const row = await asSystem('receiving a recording', (tx) =>
		tx
			.selectFrom('recording_making')
			.select('at')
			.where('recording_id', '=', recording)
			.executeTakeFirst()
	);
	return row !== undefined;
}
