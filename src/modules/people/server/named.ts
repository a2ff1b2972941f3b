import { Invalid } from '#platform/errors.ts';
import type { Actor } from '#platform/server/door.ts';
import { listPeople } from './persons.ts';

/** The id of the one person whom `text` names (`Name`, or `Name · Zone` where several share a name). Throws Invalid for `field`. */
export async function personNamed(actor: Actor, field: string, text: string): Promise<string> {
	const same = await peopleOf(actor, text);
	if (same.length === 1) return same[0]!.id;
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
	const names = text
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	if (names.length === 0) throw new Invalid([{ field, message: 'Write whom you mean' }]);
	const ids: string[] = [];
	for (let place = 0; place < names.length; place += 1) {
		const name = names[place]!;
		// There are names with a comma in them.
		const [next = ''] = names.slice(place + 1);
		const [whole, ...more] = next ? await peopleOf(actor, `${name}, ${next}`) : [];
		if (whole && more.length === 0) {
			ids.push(whole.id);
			place += 1;
			continue;
		}
		const same = await peopleOf(actor, name);
		if (same.length !== 1)
			throw new Invalid([
				{
					field,
					message:
						same.length === 0
							? `Nobody here is called ${name}`
							: `Several people are called ${name}. Choose one from the list, with the zone behind it`
				}
			]);
		ids.push(same[0]!.id);
	}
	return [...new Set(ids)];
}

/** Those here who are called exactly so. */
async function peopleOf(actor: Actor, text: string): Promise<{ id: string }[]> {
	const [name = '', zone] = text.split(' · ').map((part) => part.trim());
	const { items } = await listPeople(actor, { q: name.slice(0, 120) });
	return items.filter(
		(each) => each.name.toLowerCase() === name.toLowerCase() && (!zone || each.zone === zone)
	);
}
