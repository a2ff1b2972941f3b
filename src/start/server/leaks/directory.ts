import { asDirectory, connectDirectoryHere } from '#modules/people/server/directory/connecting.ts';
import { changeEntry, entry } from '#modules/people/server/directory/persons.ts';
import type { Actor } from '#platform/server/door.ts';

/** The directory of the place, which calls somebody by an id of its own. */
export async function connectDirectory(known: Actor, as: string): Promise<void> {
	const { token } = await connectDirectoryHere('siti@example.org');
	await asDirectory(token, true, async (directory) => {
		const before = await entry(directory, known.id);
		await changeEntry(directory, before, { ...before, externalId: as });
	});
}
