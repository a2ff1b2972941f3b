import { redirect } from '@sveltejs/kit';
import { limit } from '#platform/server/limits.ts';
import { enterByLink } from '#modules/people/server/sign-in.ts';
import { openAction, setCookies } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

/** Looking at the page changes nothing: programs that open the links of letters must not use them up. */
export const load = ({ url }: PageServerLoadEvent) => ({
	token: url.searchParams.get('token') ?? '',
	forgot: url.searchParams.has('new')
});

export const actions = {
	default: openAction(async (form, event: RequestEvent) => {
		await limit(`link used from ${event.getClientAddress()}`, 30, 15);
		const given = { token: form.text('token'), password: form.text('password') };
		setCookies(event, await enterByLink(given, event.request.headers));
		redirect(303, '/welcome');
	})
};
