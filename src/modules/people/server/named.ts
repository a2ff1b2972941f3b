import { sql } from 'kysely';
import { Invalid } from '#platform/errors.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';

const namedAtMost = 100;

/** The id of the one person whom `text` names (`Name`, or `Name · Zone` where several share a name). Throws Invalid for `field`. */
export async function personNamed(actor: Actor, field: string, text: string): Promise<string> {
	const same = (await peopleOf(actor, [text]))(text);
	if (same.length === 1) return same[0]!;
	throw new Invalid([
		{
			field,
			message:
				same.length === 0
					? 'Nobody here has exactly this name'
					: 'Several people have this name. Choose one from the list, with the zone behind it'
		}
	]);
}

/** The ids of the people whom `text` names so, with commas between them. Throws Invalid for `field`, with the name that is nobody's or several people's. */
export async function peopleNamed(actor: Actor, field: string, text: string): Promise<string[]> {
	const wrong = (message: string) => new Invalid([{ field, message }]);
	const names = text
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	if (names.length === 0) throw wrong('Write whom you mean');
	if (names.length > namedAtMost) throw wrong(`Name at most ${namedAtMost} people at a time`);
	// There are names with a comma in them.
	const pairs = names.map((name, place) => `${name}, ${names[place + 1] ?? ''}`);
	const find = await peopleOf(actor, [...names, ...pairs]);
	const ids = new Set<string>();
	for (let place = 0; place < names.length; place += 1) {
		const [name, pair] = [names[place]!, pairs[place]!];
		const [same, whole] = [find(name), find(pair)];
		if (whole.length > 0 && same.length > 0 && find(names[place + 1]!).length > 0)
			throw wrong(`${pair} may be one person or two`);
		const found = whole.length > 0 ? whole : same;
		if (found.length === 0) throw wrong(`Nobody here is called ${name}`);
		if (found.length > 1)
			throw wrong(
				`Several people are called ${whole.length > 0 ? pair : name}. Choose one from the list, with the zone behind it`
			);
		ids.add(found[0]!);
		if (whole.length > 0) place += 1;
	}
	return [...ids];
}

/** Finds, of some texts that name people, the ids of those here who are called exactly so. */
async function peopleOf(actor: Actor, texts: string[]): Promise<(text: string) => string[]> {
	const parted = (text: string) => text.split(' · ').map((part) => part.trim());
	const names = texts.map((text) => parted(text)[0]!);
	const rows = await as(actor.id, (tx) =>
		tx
			.selectFrom('person')
			.leftJoin('departure', 'departure.person_id', 'person.id')
			.select(['person.id', 'name', 'zone'])
			.where('departure.at', 'is', null)
			.where(sql<boolean>`lower(name) in (select lower(one) from unnest(${names}::text[]) one)`)
			.orderBy('person.id')
			.execute()
	);
	return (text) => {
		const [name = '', zone] = parted(text);
		return rows
			.filter(
				(row) => row.name.toLowerCase() === name.toLowerCase() && (!zone || row.zone === zone)
			)
			.map(({ id }) => id);
	};
}
