import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { uploadFile } from '#modules/documents/server/files.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { teamAudience } from '#platform/server/audiences.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import { layOut } from '#platform/server/storage/bytes.ts';
import { filesBelow } from '#platform/server/storage/folder.ts';
import { invitePeople, plant, sayInPublic } from '../leaks/world.ts';
import { openTestPlace, person } from '../testing.ts';
import { exportPlace, exportSeries } from './export.ts';
import { importOpen } from './import.ts';
import { changedBetween, emptyPlace, filesIn, temporary } from './testing.ts';

export type Victim = Awaited<ReturnType<typeof openVictim>>;

/** A place with people and things of its own, and an honest archive from elsewhere that somebody might forge. */
export async function openVictim() {
	const { folder, remove } = temporary();
	const honest = join(folder, 'honest.tar.gz');
	const forged = join(folder, 'forged.tar.gz');
	const closeFirst = await openTestPlace();
	const people = await invitePeople();
	const world = await plant(people, await sayInPublic(people));
	await exportSeries(world.request.series, honest);
	await closeFirst();
	const moment = now();

	const closePlace = await openTestPlace();
	freezeAt(moment);
	const env = await emptyPlace(join(folder, 'data'));
	const olu = await person('Olu Balogun', { steward: true });
	const mei = await person('Mei');
	const made = await createSeries(olu, {
		title: 'Ours',
		audience: 'me',
		expectation: { level: 'offered' },
		parts: [{ title: 'One', markdown: 'Ours.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	const team = await as(olu.id, (tx) => teamAudience(tx, [olu.id]));
	const circle = await createCircle(olu, { name: 'Ours', joining: 'closed' });
	await uploadFile(olu, { name: 'ours.txt', file: Buffer.from('ours').toString('base64') });
	const before = await everythingIn(folder);
	const kept = await bytesKept(folder);
	return {
		...{ folder, honest, forged, env, world, olu, mei, team },
		training: made.parts[0]!.training,
		circle: circle.id,
		/** Takes in what was forged; it must be refused in one line, which it returns, and leave the place as it was. */
		refused: async (): Promise<string> => {
			const error: unknown = await importOpen(forged, env).then(
				() => ({}),
				(thrown: unknown) => thrown
			);
			const { code = 'taken in', message = '' } = error as { code?: string; message?: string };
			expect(code, message).toMatch(/^(invalid|conflict)$/);
			expect(message.split('\n')).toHaveLength(1);
			expect(changedBetween(before, await everythingIn(folder))).toEqual([]);
			expect(await bytesKept(folder)).toEqual(kept);
			expect(existsSync(join(env.JUNTO_DATA, 'importing'))).toBe(false);
			return message;
		},
		close: async () => {
			await closePlace();
			remove();
		}
	};
}

async function everythingIn(folder: string): Promise<Map<string, string>> {
	const file = join(folder, 'everything.tar.gz');
	await exportPlace(file);
	return filesIn(file);
}

async function bytesKept(folder: string): Promise<string[]> {
	const kept = join(folder, 'kept');
	await layOut(kept);
	const paths = await filesBelow(kept);
	rmSync(kept, { recursive: true });
	return paths.toSorted();
}
