import { redirect } from '@sveltejs/kit';
import { confirmMe, getMe } from '#modules/people/server/me.ts';
import { weekOf } from '#modules/people/week-form.ts';
import { zonesByRegion } from '#modules/people/zones.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => {
	const me = await getMe(actor, {});
	if (me.confirmed) redirect(303, '/');
	return { name: me.name, zone: me.zone, week: me.week, regions: zonesByRegion() };
});

export const actions = {
	default: action(async (actor, form, _event: RequestEvent) => {
		const week = weekOf((field) => form.text(field));
		await confirmMe(actor, { zone: form.text('zone'), week });
		redirect(303, '/');
	})
};
