import { sql } from 'kysely';
import { Conflict, NotFound } from '../errors.ts';
import type { Tx } from './db/database.ts';

/** What anything that can be talked about, followed, found or linked tells of itself. */
export type Shown = {
	kind: string;
	id: string;
	title: string;
	url: string;
	audience: string;
	/** Who hears first of what is said about it. */
	authors: string[];
	/** What search finds it by; none while it should not be found. */
	text?: string;
	/** The words of others that it was said about. */
	quotes?: string;
	at: string;
};

/** A module's promise for one kind of thing; both read as whoever the transaction is for. */
export type SubjectKind = {
	kind: string;
	show: (tx: Tx, ids: string[]) => Promise<Shown[]>;
	/** The ids of those that `show` would show, where that is cheaper to say. */
	sees?: (tx: Tx, ids: string[]) => Promise<string[]>;
	/** How one is taken out of everybody's sight whoever made it, and comes back; both for the system. */
	aside?: {
		/** False where it was out of sight already. */
		set: (tx: Tx, id: string, by: { by: string; at: string }) => Promise<boolean>;
		bringBack: (tx: Tx, id: string) => Promise<unknown>;
	};
};

const kinds = new Map<string, SubjectKind>();

export function addSubjects(added: SubjectKind[]): void {
	for (const kind of added) kinds.set(kind.kind, kind);
}

export function subjectKinds(): string[] {
	return [...kinds.keys()];
}

/** Whether things of this kind can be set aside. */
export function maySetAside(kind: string): boolean {
	return kinds.get(kind)?.aside !== undefined;
}

/** Takes a thing out of everybody's sight; false where it was already. */
export function setSubjectAside(
	tx: Tx,
	kind: string,
	id: string,
	by: { by: string; at: string }
): Promise<boolean> {
	return kinds.get(kind)!.aside!.set(tx, id, by);
}

/** Undoes `setSubjectAside`. */
export function bringBackSubject(tx: Tx, kind: string, id: string): Promise<unknown> {
	return kinds.get(kind)!.aside!.bringBack(tx, id);
}

/** A condition on a column that holds things' ids: that a steward set it aside. */
export const isSetAside = (column: string) => sql<boolean>`set_aside(${sql.ref(column)})`;

/** What a steward set aside comes back by a steward alone. Throws Conflict. */
export async function refuseSetAside(tx: Tx, id: string): Promise<void> {
	const { rows } = await sql<{ aside: boolean }>`select set_aside(${id}) as aside`.execute(tx);
	if (rows[0]?.aside)
		throw new Conflict('A steward set this aside. Ask them if it should come back');
}

/** The things of one kind that the reader may see, by id. */
export async function showAll(tx: Tx, kind: string, ids: string[]): Promise<Map<string, Shown>> {
	const subject = kinds.get(kind);
	const shown = subject && ids.length > 0 ? await subject.show(tx, [...new Set(ids)]) : [];
	return new Map(shown.map((one) => [one.id, one]));
}

/** Things of any kind that the reader may see, by id. */
export async function showEach(
	tx: Tx,
	things: { kind: string; id: string }[]
): Promise<Map<string, Shown>> {
	const shown = new Map<string, Shown>();
	for (const [kind, own] of Map.groupBy(things, (thing) => thing.kind)) {
		const ids = own.map(({ id }) => id);
		for (const [id, one] of await showAll(tx, kind, ids)) shown.set(id, one);
	}
	return shown;
}

/** Which of some things, each of its kind, the reader may see. */
export async function seenOf(
	tx: Tx,
	things: { kind: string; subject_id: string }[]
): Promise<Set<string>> {
	const seen = new Set<string>();
	for (const [kind, own] of Map.groupBy(things, (thing) => thing.kind)) {
		const ids = [...new Set(own.map((thing) => thing.subject_id))];
		const subject = kinds.get(kind);
		const found = subject?.sees
			? await subject.sees(tx, ids)
			: (await showAll(tx, kind, ids)).keys();
		for (const id of found) seen.add(id);
	}
	return seen;
}

/** One thing that the reader may see; throws NotFound. */
export async function show(tx: Tx, kind: string, id: string): Promise<Shown> {
	const shown = (await showAll(tx, kind, [id])).get(id);
	if (!shown) throw new NotFound('There is nothing here');
	return shown;
}
