import { redirect } from '@sveltejs/kit';
import { acceptInvitation, openInvitation } from '#modules/people/server/accepting.ts';
import { enter } from '#modules/people/server/sign-in.ts';
import { zonesByRegion } from '#modules/people/zones.ts';
import { Invalid } from '#platform/errors.ts';
import { openAction, setCookies } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = async ({ params, locals }: PageServerLoadEvent) => {
	const already = locals.actor?.name ?? null;
	try {
		const invitation = await openInvitation(null, { token: params.token });
		return { invitation, over: null, already, regions: zonesByRegion() };
	} catch (error) {
		if (!(error instanceof Invalid)) throw error;
		return { invitation: null, over: error.fields[0]!.message, already, regions: [] };
	}
};

export const actions = {
	default: openAction(async (form, event: RequestEvent) => {
		const email = form.text('email');
		const password = form.text('password');
		await acceptInvitation(null, {
			token: event.params.token,
			name: form.text('name'),
			email,
			password,
			zone: form.text('zone')
		});
		const client = event.getClientAddress();
		setCookies(event, await enter({ email, password, client }, event.request.headers));
		redirect(303, '/welcome');
	})
};
