import { listEnvelopes } from '#modules/notices/server/stopping.ts';
import { changeSettings, getSettings } from '#modules/people/server/place.ts';
import { getDisk, listBackups } from '#start/server/upkeep/module.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';
import { workFor } from './work.server.ts';

export const load = page(async (actor, _event: PageServerLoadEvent) => ({
	envelopes: (await listEnvelopes(actor, {})).items,
	backups: await listBackups(actor, {}),
	disk: await getDisk(actor, {}),
	settings: await getSettings(actor, {}),
	work: await workFor(actor)
}));

export const actions = {
	place: action(async (actor, form, _event: RequestEvent) => {
		await changeSettings(actor, { name: form.text('name'), weeklyAsks: form.text('weeklyAsks') });
		return { saved: true };
	})
};
