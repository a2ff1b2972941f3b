import { confirmAddress } from '#modules/people/server/address.ts';
import { limit } from '#platform/server/limits.ts';
import { openAction } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

/** Looking at the page changes nothing: programs that open the links of letters must not say yes. */
export const load = ({ url }: PageServerLoadEvent) => ({
	token: url.searchParams.get('token') ?? ''
});

export const actions = {
	default: openAction(async (form, event: RequestEvent) => {
		await limit(`address from ${event.getClientAddress()}`, 30, 15);
		const token = form.text('token').slice(0, 200);
		const { email } = await confirmAddress(event.locals.actor, { token });
		return { email };
	})
};
