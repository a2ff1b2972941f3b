import { listEnvelopes } from '#modules/notices/server/stopping.ts';
import { changeSettings, getSettings } from '#modules/people/server/place.ts';
import { personNamed } from '#modules/people/server/named.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { getDisk, listBackups } from '#start/server/upkeep/module.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';
import { workFor } from './work.server.ts';

export const load = page(async (actor, _event: PageServerLoadEvent) => ({
	envelopes: (await listEnvelopes(actor, {})).items,
	backups: await listBackups(actor, {}),
	disk: await getDisk(actor, {}),
	people: (await listPeople(actor, {})).items,
	settings: await getSettings(actor, {}),
	work: await workFor(actor)
}));

export const actions = {
	place: action(async (actor, form, _event: RequestEvent) => {
		const welcomer = form.text('welcomer').trim();
		await changeSettings(actor, {
			name: form.text('name'),
			weeklyAsks: form.text('weeklyAsks'),
			welcomer: welcomer ? await personNamed(actor, 'welcomer', welcomer) : null
		});
		return { saved: true };
	})
};
