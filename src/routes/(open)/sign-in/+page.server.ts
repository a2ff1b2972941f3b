import { redirect } from '@sveltejs/kit';
import { askForSignInLink, enter, safeReturn } from '#modules/people/server/sign-in.ts';
import { signOut } from '#platform/server/auth.ts';
import { openAction, setCookies } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = ({ url, locals }: PageServerLoadEvent) => {
	const to = safeReturn(url.searchParams.get('to'));
	if (locals.actor) redirect(303, to);
	return { to, gone: url.searchParams.has('gone') };
};

export const actions = {
	password: openAction(async (form, event: RequestEvent) => {
		const client = event.getClientAddress();
		const given = { email: form.text('email'), password: form.text('password'), client };
		setCookies(event, await enter(given, event.request.headers));
		redirect(303, safeReturn(form.text('to')));
	}),
	link: openAction(async (form, event: RequestEvent) => {
		await askForSignInLink({
			email: form.text('email'),
			client: event.getClientAddress(),
			forgot: form.text('forgot') === 'yes'
		});
		return { asked: form.text('email') };
	}),
	out: openAction(async (_form, event: RequestEvent) => {
		setCookies(event, await signOut(event.request.headers));
		redirect(303, '/sign-in');
	})
};
