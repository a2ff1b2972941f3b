import { openDB, type DBSchema } from 'idb';

/** Something said into the recorder on this device, and not used yet. */
export type KeptTake = {
	id: number;
	person: string;
	page: string;
	/** What the place calls it, where it was told of it. */
	recording: string | null;
};

interface Kept extends DBSchema {
	takes: {
		key: number;
		value: Omit<KeptTake, 'id'> & { id?: number };
		indexes: { whose: [string, string] };
	};
	chunks: { key: [number, number]; value: Blob };
}

const database = () =>
	openDB<Kept>('junto-recordings', 1, {
		upgrade: (db) => {
			const takes = db.createObjectStore('takes', { keyPath: 'id', autoIncrement: true });
			takes.createIndex('whose', ['person', 'page']);
			db.createObjectStore('chunks');
		}
	});

/** Makes room on this device for what will be said. */
export async function keepTake(take: Omit<KeptTake, 'id'>): Promise<KeptTake> {
	const id = await (await database()).add('takes', take);
	return { ...take, id };
}

/** Keeps the `number`th piece of a take. */
export async function keepChunk(take: number, number: number, sound: Blob): Promise<void> {
	await (await database()).put('chunks', sound, [take, number]);
}

/** What somebody said for a page on this device, in the order of its saying. */
export async function keptTakes(person: string, page: string): Promise<KeptTake[]> {
	const takes = await (await database()).getAllFromIndex('takes', 'whose', [person, page]);
	return takes.flatMap(({ id, ...take }) => (id === undefined ? [] : [{ ...take, id }]));
}

/** A take as far as it was kept. */
export async function keptSound(take: number): Promise<Blob> {
	const chunks = await (await database()).getAll('chunks', chunksOf(take));
	return new Blob(chunks);
}

/** Forgets a take on this device. */
export async function forgetTake(take: number): Promise<void> {
	const tx = (await database()).transaction(['takes', 'chunks'], 'readwrite');
	await tx.objectStore('takes').delete(take);
	await tx.objectStore('chunks').delete(chunksOf(take));
	await tx.done;
}

const chunksOf = (take: number) => IDBKeyRange.bound([take, 0], [take, Infinity]);
