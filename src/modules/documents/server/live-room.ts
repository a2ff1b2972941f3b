import * as Y from 'yjs';
import { fragmentName } from '../editor/schema.ts';
import { checkTree } from './live-tree.ts';

/** What one open document may take. Sizes are in bytes. */
export type RoomLimits = { update: number; document: number };

/** An update that cannot be taken: `full` past the limits, `unfit` when it is no text of ours. */
export class Refused extends Error {
	readonly reason: 'full' | 'unfit';
	constructor(reason: 'full' | 'unfit') {
		// Without a message Hocuspocus does not log it: whoever sends such bytes must not fill the log.
		super('');
		this.reason = reason;
	}
}

/** One open document: takes updates one after the other, each tried, stored, and only then shown to others. */
export type Room = {
	/** Stores what `update` adds, as `person`'s, and then applies it. Throws Refused, and whatever storing throws. */
	take(update: Uint8Array, person: string): Promise<void>;
	/** Applies what was stored by other ways; what it knows already changes nothing. */
	show(updates: Uint8Array[]): void;
	/** Resolves when nothing is being stored. */
	idle(): Promise<void>;
};

/** Opens a room around `document`, which already holds everything stored. */
export function openRoom(
	document: Y.Doc,
	append: (update: Uint8Array, person: string) => Promise<void>,
	limits: RoomLimits
): Room {
	// Yjs cannot take back what it has applied, so a broken update is tried on a copy that can be thrown away.
	let copy = copyOf(document);
	let size = sizeOf(copy);
	let last: Promise<unknown> = Promise.resolve();

	return {
		take: (update, person) => inTurn(() => take(update, person)),
		show: (updates) => {
			for (const update of updates) {
				Y.applyUpdate(copy, update);
				Y.applyUpdate(document, update, { source: 'local', skipStoreHooks: true });
			}
			size = sizeOf(copy);
		},
		idle: async () => void (await last)
	};

	async function take(update: Uint8Array, person: string): Promise<void> {
		if (update.length > limits.update) throw new Refused('full');
		try {
			const row = tried(copy, update);
			if (row) {
				grow(row.length);
				await append(row, person);
			}
		} catch (error) {
			copy.destroy();
			copy = copyOf(document);
			size = sizeOf(copy);
			throw error;
		}
		// Already stored: Hocuspocus need not store it again, nor keep the document open for that.
		Y.applyUpdate(document, update, { source: 'local', skipStoreHooks: true });
	}

	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = last.then(work);
		last = turn.catch(() => {});
		return turn;
	}

	function grow(bytes: number): void {
		size += bytes;
		if (size > limits.document) size = sizeOf(copy);
		if (size > limits.document) throw new Refused('full');
	}
}

/** Applies `update` to `copy`; returns what has to be stored of it, if anything. */
function tried(copy: Y.Doc, update: Uint8Array): Uint8Array | null {
	const made: Uint8Array[] = [];
	const transactions: Y.Transaction[] = [];
	const keep = (bytes: Uint8Array) => made.push(bytes);
	const watch = (transaction: Y.Transaction) => transactions.push(transaction);
	copy.on('update', keep);
	copy.on('afterTransaction', watch);
	try {
		Y.applyUpdate(copy, update);
		for (const transaction of transactions) checkTree(copy, transaction);
	} catch {
		throw new Refused('unfit');
	} finally {
		copy.off('update', keep);
		copy.off('afterTransaction', watch);
	}
	// Parts that wait for others to arrive are in no event: then the whole is stored as it came.
	if (copy.store.pendingStructs || copy.store.pendingDs) return update;
	return made.length > 0 ? Y.mergeUpdates(made) : null;
}

function copyOf(document: Y.Doc): Y.Doc {
	const copy = new Y.Doc();
	copy.getXmlFragment(fragmentName);
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
	return copy;
}

function sizeOf(doc: Y.Doc): number {
	return Y.encodeStateAsUpdate(doc).length;
}
