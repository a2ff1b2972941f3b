import type { Tx } from './db/database.ts';

/** What is to become of somebody's contributions, kind by kind: they stay without a name, or go. */
export type Wishes = Record<'submissions' | 'comments' | 'pages', 'stay' | 'go'>;

export type Erasing = {
	person: string;
	names: string[];
	/** What stands in their place. */
	instead: string;
	wishes: Wishes;
	at: string;
};

/** A part of what somebody takes along, to read: HTML that was sanitised when it was stored. */
export type Chapter = { title: string; pieces: { title: string; at: string; html: string }[] };

/** What a module does when somebody leaves. Everything runs for the system, in one transaction. */
export type Leaving = {
	/** Gives what they alone care for to somebody else; returns how many things. */
	handOver?: (tx: Tx, given: { from: string; to: string; at: string }) => Promise<number>;
	/** Tables whose rows are somebody's own and go with them, in the order of their going; `person_id` says whose. */
	own?: string[];
	/** Whatever else goes with somebody. */
	erase?: (tx: Tx, erasing: Erasing) => Promise<void>;
	/** What is theirs to read and keep, as they may see it: the transaction is theirs. */
	readable?: (tx: Tx, person: string) => Promise<Chapter>;
};

const known: Leaving[] = [];

export function onLeaving(added: Leaving): void {
	known.push(added);
}

/** What every module does; those that stand on others come before them. */
export function leavings(): Leaving[] {
	return known.toReversed();
}
