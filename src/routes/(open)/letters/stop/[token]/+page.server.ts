import { readStopLink, stopByLink } from '#modules/notices/server/stopping.ts';
import { openAction } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = ({ params }: PageServerLoadEvent) =>
	readStopLink(null, { token: params.token });

export const actions = {
	/** The page's own button, or one click in a mail program (RFC 8058), which posts a field of its own. */
	default: openAction(async (form, { params }: RequestEvent) => {
		await stopByLink(null, { token: params.token, stop: form.text('again') !== 'yes' });
		return { done: true };
	})
};
