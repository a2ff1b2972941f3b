import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process has the data folder. */
export class InUse extends Error {}

/**
 * Takes the data folder for this process alone; the embedded database would be harmed by two. Returns what gives it back.
 * The lock is SQLite's, which the operating system ends with the process, however that ends. Throws InUse.
 */
export function lockFolder(folder: string): () => void {
	const lock = new DatabaseSync(join(folder, 'lock'));
	try {
		lock.exec('pragma locking_mode = exclusive; begin exclusive');
	} catch (error) {
		lock.close();
		throw new InUse(`Junto is running already on ${folder}`, { cause: error });
	}
	return () => lock.close();
}
