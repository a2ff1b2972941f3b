import { getPerson } from '#modules/people/server/persons.ts';
import { localTime } from '#modules/people/zones.ts';
import { now } from '#platform/server/clock.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const person = await getPerson(actor, { person: params.person });
	return {
		person,
		mine: person.id === actor.id,
		there: localTime(now(), person.zone, actor.zone)
	};
});
