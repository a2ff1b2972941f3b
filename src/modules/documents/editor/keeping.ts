import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import type { DeviceCopy } from './connection.ts';

/** Keeps a person's copy of a document on this device, so that a closed laptop loses nothing; null where the browser keeps none. */
export async function keepOnDevice(
	doc: Y.Doc,
	{ documentId, personId }: { documentId: string; personId: string }
): Promise<DeviceCopy | null> {
	if (!('indexedDB' in globalThis)) return null;
	const copy = new IndexeddbPersistence(`junto-draft-${personId}-${documentId}`, doc);
	const late = new Promise<null>((over) => setTimeout(() => over(null), 3_000));
	const read = await Promise.race([copy.whenSynced, late]);
	if (read)
		return {
			written: () => whenWritten(copy.db!),
			close: () => copy.destroy(),
			forget: () => copy.clearData()
		};
	void copy.destroy().catch(() => {});
	return null;
}

/** Once every change handed over before this call is stored: a reading transaction waits for the writing ones. */
function whenWritten(database: IDBDatabase): Promise<void> {
	return new Promise((resolve, reject) => {
		const reading = database.transaction('updates');
		reading.addEventListener('complete', () => resolve());
		reading.addEventListener('abort', () => reject(reading.error));
		reading.objectStore('updates').getKey(0);
	});
}
