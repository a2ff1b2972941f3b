import { redirect } from '@sveltejs/kit';
import { place, setUp } from '#modules/people/server/place.ts';
import { enter } from '#modules/people/server/sign-in.ts';
import { zonesByRegion } from '#modules/people/zones.ts';
import { at } from '#platform/server/clock.ts';
import { openAction, setCookies } from '#platform/server/web/kit.ts';
import { startDemo } from '#start/server/demo/running.ts';
import { demoBegins } from '#start/server/demo/seed.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = async ({ url }: PageServerLoadEvent) => {
	if (await place()) redirect(303, '/');
	return { token: url.searchParams.get('token') ?? '', regions: zonesByRegion() };
};

export const actions = {
	default: openAction(async (form, event: RequestEvent) => {
		const email = form.text('email');
		const password = form.text('password');
		const demo = form.text('begin') === 'demo';
		const begin = () =>
			setUp(null, {
				token: form.text('token'),
				place: form.text('place'),
				name: form.text('name'),
				email,
				password,
				zone: form.text('zone')
			});
		const { id } = await (demo ? at(demoBegins(), begin) : begin());
		const client = event.getClientAddress();
		setCookies(event, await enter({ email, password, client }, event.request.headers));
		if (demo) startDemo(id);
		redirect(303, demo ? '/demo' : '/welcome');
	})
};
