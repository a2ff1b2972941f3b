import { actorOf } from '#modules/people/server/actors.ts';
import { demoPeople } from '#modules/people/server/demo.ts';
import { listSeries } from '#modules/series/server/reading.ts';
import { localTime } from '#modules/people/zones.ts';
import { now } from '#platform/server/clock.ts';

/** What somebody of the demo does in the series that are out. */
export type Role = { part: string; number: number; of: number; series: string; leads: boolean };

/** Everybody of the demo with their local time and what they do here, from whoever starts the day first. */
export async function whoIsWho() {
	const { items } = await demoPeople(null, {});
	const steward = items.find((person) => person.steward);
	const actor = steward && (await actorOf(steward.id));
	const series = actor ? (await listSeries(actor, {})).items : [];
	const out = series.filter((each) => each.publishedAt && each.audience === 'everyone');
	const instant = now();
	return items
		.map((person) => ({
			...person,
			time: localTime(instant, person.zone, 'UTC').time,
			offset: instant.toZonedDateTimeISO(person.zone).offsetNanoseconds,
			roles: out.flatMap((each) => rolesIn(each, person.id))
		}))
		.sort((a, b) => b.offset - a.offset || a.name.localeCompare(b.name));
}

type Series = Awaited<ReturnType<typeof listSeries>>['items'][number];

function rolesIn({ title, owners, parts }: Series, person: string): Role[] {
	const given = parts.flatMap((part, i) =>
		part.trainers.some(({ id }) => id === person)
			? [{ part: part.title, number: i + 1, of: parts.length, series: title, leads: false }]
			: []
	);
	const leads = parts.length > 1 && owners.some(({ id }) => id === person);
	return leads
		? [...given, { part: '', number: 0, of: parts.length, series: title, leads }]
		: given;
}
