import { Invalid } from '#platform/errors.ts';
import type { Actor } from '#platform/server/door.ts';
import { listPeople } from './persons.ts';

/** The id of the one person whom `text` names (`Name`, or `Name · Zone` where several share a name). Throws Invalid for `field`. */
export async function personNamed(actor: Actor, field: string, text: string): Promise<string> {
	const [name = '', zone] = text.split(' · ').map((part) => part.trim());
	const { items } = await listPeople(actor, { q: name.slice(0, 120) });
	const same = items.filter(
		(each) => each.name.toLowerCase() === name.toLowerCase() && (!zone || each.zone === zone)
	);
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
