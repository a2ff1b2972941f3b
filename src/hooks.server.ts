import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { actorAsking, bearerOf } from '#modules/people/server/actors.ts';
import { inLocale, wishedLocale } from '#platform/server/locale.ts';
import { log } from '#platform/server/log.ts';
import { crossSite } from '#platform/server/web/cross-site.ts';
import { problemOf } from '#platform/server/web/problems.ts';

export const handle: Handle = async ({ event, resolve }) => {
	const { headers } = event.request;
	if (!bearerOf(headers) && crossSite(event.request, event.url))
		return new Response('This form was sent from another site', { status: 403 });
	event.locals.actor = await actorAsking(headers);
	const locale =
		event.locals.actor?.locale ?? wishedLocale(event.request.headers.get('accept-language'));
	return inLocale(locale, () =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%junto.lang%', locale).replace('%junto.dir%', 'ltr')
		})
	);
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind !== 'unknown') return;
	const problem = problemOf(error);
	if (problem) return { status: problem.status, message: problem.detail };
	log.error({ error, path: event.url.pathname }, 'page');
	return { message: 'Something broke on our side. What you typed is still in the form' };
};
