import { redirect } from '@sveltejs/kit';
import { limit } from '#platform/server/limits.ts';
import { signInByToken } from '#platform/server/auth.ts';
import { openAction, setCookies } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

/** Looking at the page changes nothing: programs that open the links of letters must not use them up. */
export const load = ({ url }: PageServerLoadEvent) => ({
	token: url.searchParams.get('token') ?? ''
});

export const actions = {
	default: openAction(async (form, event: RequestEvent) => {
		await limit(`link used from ${event.getClientAddress()}`, 30, 15);
		const token = form.text('token').slice(0, 200);
		setCookies(event, await signInByToken(token, event.request.headers));
		redirect(303, '/welcome');
	})
};
