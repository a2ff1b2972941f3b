import type { Actor, AnyDoor, Door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { modules } from '../modules.ts';
import type { People, World } from './world.ts';

export const doors = modules.flatMap((module) => module.doors);

/** Those who see nothing of what is planted, though one of them runs the place and two were told before. */
export const outside = ['nobody', 'kofi', 'siti', 'liam', 'rosa'] as const;

export type Asker = (typeof outside)[number] | keyof People;

export function someone(people: People, who: Asker): Actor | null {
	return who === 'nobody' ? null : people[who];
}

/** What comes of asking: the answer, or which of the five errors. With `forced`, the door's own right is granted to everybody. */
export async function outcome(door: AnyDoor, actor: Actor | null, input: object, forced: boolean) {
	const { spec } = door as Door;
	const { can } = spec;
	if (forced) spec.can = () => true;
	try {
		return await door.ask(actor, input);
	} catch (error) {
		const { code, message } = error as { code?: string; message: string };
		if (!code || !/^[a-z_]+$/.test(code)) throw error;
		return { code, message };
	} finally {
		spec.can = can;
	}
}

/** The same question about things that are not there. */
export function scrambled(input: object): object {
	return JSON.parse(JSON.stringify(input).replaceAll(planted, stranger)) as object;
}

const planted = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const known = new Set<string>();
const strangers = new Map<string, string>();

function stranger(id: string): string {
	if (known.has(id)) return id;
	if (!strangers.has(id)) strangers.set(id, newId());
	return strangers.get(id)!;
}

/** A world that was not planted, to ask about before it is. */
export function imagined(people: People, open: World['open']): World {
	for (const { id } of Object.values(people)) known.add(id);
	for (const id of Object.values(open)) known.add(id);
	const anything = (): unknown =>
		new Proxy(
			{},
			{
				get: (_, key) =>
					key === Symbol.toPrimitive || key === 'toString' || key === 'toJSON'
						? () => newId()
						: anything()
			}
		);
	return new Proxy({ people, open } as World, {
		get: (target, key) => (key in target ? target[key as keyof World] : anything())
	});
}
