import { listPeople } from '#modules/people/server/persons.ts';
import { listSkills } from '#modules/people/server/skills.ts';
import { localTime } from '#modules/people/zones.ts';
import { now } from '#platform/server/clock.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const q = url.searchParams.get('q') ?? '';
	const teach = url.searchParams.get('teach') ?? '';
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const found = await listPeople(actor, {
		...(q && { q }),
		...(teach && { teach }),
		...(cursor && { cursor })
	});
	const skills = await listSkills(actor, { direction: 'teach' });
	const at = now();
	return {
		q,
		teach,
		skills: skills.items,
		people: found.items.map((person) => ({
			...person,
			there: localTime(at, person.zone, actor.zone)
		})),
		next: found.next && `?${new URLSearchParams({ q, teach, cursor: found.next })}`
	};
});
