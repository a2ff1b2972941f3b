import { sql } from 'kysely';
import { personName, zone } from '#modules/people/people.ts';
import type { Absent } from '#modules/people/server/absent.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { refusal } from './format.ts';
import type { Row } from './rows.ts';

/** Who of an archive's people is whom here, by their ids there, and who comes anew. */
export type Matched = { here: Map<string, string>; fresh: Absent[] };

/**
 * Finds an archive's people here: by their address, else by their id. Nothing that the archive says of whom it finds is
 * taken over. Throws Invalid.
 */
export async function matchPeople(
	tx: Tx,
	people: Row[],
	addressOf: Map<string, string>
): Promise<Matched> {
	const ids = people.map(({ id }) => String(id));
	const named = new Set(ids);
	const stranger = [...addressOf.keys()].find((id) => !named.has(id));
	if (stranger) throw refusal('It has an address of nobody in it');
	const emails = [...addressOf.values()];
	const { rows } = await sql<{ id: string; email: string | null }>`
		select p.id, u.email from person p left join auth."user" u on u.id = p.id
		where p.id = any (${ids}::uuid[]) or u.email = any (${emails}::text[])`.execute(tx);
	const byAddress = new Map(rows.map(({ id, email }) => [email, id]));
	const known = new Set(rows.map(({ id }) => id));
	const matched: Matched = { here: new Map(), fresh: [] };
	for (const person of people) {
		const id = String(person.id);
		const email = addressOf.get(id);
		const found = (email && byAddress.get(email)) ?? (known.has(id) ? id : undefined);
		if (found) matched.here.set(id, found);
		else matched.fresh.push({ ...nameAndZone(person), id, email });
	}
	if (new Set(matched.here.values()).size < matched.here.size)
		throw refusal('Two people in it are one here');
	return matched;
}

function nameAndZone(person: Row): { name: string; zone: string } {
	const name = personName.safeParse(person.name);
	const where = zone.safeParse(person.zone);
	if (!name.success || !where.success) throw refusal('Somebody in it has no name or no time zone');
	return { name: name.data, zone: where.data };
}
