import type { Actor } from '#platform/server/door.ts';
import type { WorkingWeek } from '#platform/time/week.ts';
import { atWork, lastAtWork, type Calendar } from './calendar.ts';
import { chanceOf } from './chance.ts';

/** Somebody who is here, under the name that the story knows them by. */
export type Player = { key: string; actor: Actor; zone: string; week: WorkingWeek };

/** Something that the story made, to be spoken of later. */
export type Thing = { kind: string; id: string };

export type Step = { at: Temporal.Instant; run: () => Promise<void> };

type Moment = {
	by: string;
	/** A day in the zone of whoever does it; it moves on to their next working day. */
	day: Temporal.PlainDate;
	/** What it makes, to be found by `thing`. */
	makes?: string;
	/** What has to be there before. */
	after?: (string | undefined)[];
	work: (actor: Actor) => Promise<Thing | void>;
};

/** Collects who does what when, before anything is done. */
export type Script = ReturnType<typeof openScript>;

export function openScript(calendar: Calendar, players: Player[]) {
	const chance = chanceOf(20270121);
	const cast = new Map(players.map((player) => [player.key, player]));
	const made = new Map<string, Temporal.Instant>();
	const things = new Map<string, Thing>();
	const steps: Step[] = [];
	const latest = calendar.now.subtract({ minutes: 2 });

	const player = (key: string): Player => found(cast.get(key), key);
	return {
		calendar,
		chance,
		players,
		player,
		steps,
		thing: (key: string): Thing => found(things.get(key), key),
		/** Adds a step. Whatever it needs must have been added before it. */
		add({ by, day, makes, after = [], work }: Moment): void {
			const who = player(by);
			const share = 0.04 + chance() * 0.9;
			let at = atWork(day, who, share);
			if (Temporal.Instant.compare(at, latest) > 0)
				at = lastAtWork(latest, who, 15 + Math.round(chance() * 240));
			for (const need of after) {
				if (need === undefined) continue;
				const least = found(made.get(need), need).add({ minutes: 4 + Math.round(chance() * 50) });
				if (Temporal.Instant.compare(at, least) < 0) at = least;
			}
			if (Temporal.Instant.compare(at, latest) > 0) at = latest;
			if (makes) made.set(makes, at);
			steps.push({
				at,
				run: async () => {
					const thing = await work(who.actor);
					if (makes && thing) things.set(makes, thing);
				}
			});
		}
	};
}

function found<T>(value: T | undefined, key: string): T {
	if (value === undefined) throw new Error(`The story knows no ${key}`);
	return value;
}
