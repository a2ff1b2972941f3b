import type { Tx } from '#platform/server/db/database.ts';
import { refusal } from './format.ts';
import type { Row } from './rows.ts';

/** Finds an archive's shelves here by their name, or lets them come after ours: as which ones they are known, and which come anew. Throws Invalid. */
export async function placeShelves(
	tx: Tx,
	shelves: Row[]
): Promise<{ here: Map<string, string>; fresh: Row[] }> {
	const ours = await tx.selectFrom('shelf').select(['id', 'name', 'position']).execute();
	const byName = new Map(ours.map(({ id, name }) => [plain(name), id]));
	const known = new Set(ours.map(({ id }) => id));
	const last = Math.max(0, ...ours.map(({ position }) => position));
	const here = new Map<string, string>();
	const fresh: Row[] = [];
	const inOrder = shelves.toSorted((a, b) => Number(a.position) - Number(b.position));
	for (const shelf of inOrder) {
		const same = byName.get(plain(String(shelf.name)));
		if (same) here.set(String(shelf.id), same);
		else if (known.has(String(shelf.id))) here.set(String(shelf.id), String(shelf.id));
		else fresh.push({ ...shelf, position: last + fresh.length + 1 });
	}
	if (new Set(here.values()).size < here.size) throw refusal('Two shelves in it are one here');
	return { here, fresh };
}

const plain = (name: string) => name.trim().toLowerCase();
