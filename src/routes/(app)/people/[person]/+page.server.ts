import { getPerson } from '#modules/people/server/persons.ts';
import { daysInARow } from '#modules/people/week-form.ts';
import { localTime, timeFor } from '#modules/people/zones.ts';
import { now } from '#platform/server/clock.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const person = await getPerson(actor, { person: params.person });
	const instant = now();
	const zones = { zone: person.zone, own: actor.zone, instant };
	return {
		person,
		works: daysInARow(person.days).map((row) => ({
			...row,
			mine: { from: timeFor(row.from, zones), to: timeFor(row.to, zones) }
		})),
		mine: person.id === actor.id,
		there: localTime(instant, person.zone, actor.zone)
	};
});
