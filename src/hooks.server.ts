import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import * as m from '#messages';
import { actorAsking, bearerOf } from '#modules/people/server/actors.ts';
import { inLocale, wishedLocale } from '#platform/server/locale.ts';
import { log } from '#platform/server/log.ts';
import { crossSite } from '#platform/server/web/cross-site.ts';
import { problemAnswer } from '#platform/server/web/api.ts';
import { problemOf, retryAfter } from '#platform/server/web/problems.ts';

export const handle: Handle = async ({ event, resolve }) => {
	const { headers } = event.request;
	const program = event.url.pathname.startsWith('/api/');
	const foreign = !bearerOf(headers) && crossSite(event.request, event.url);
	if (foreign && !program)
		return new Response('This form was sent from another site', { status: 403 });
	let wish: string = wishedLocale(headers.get('accept-language'));
	try {
		// What another site had a browser send to the API comes from nobody, whatever its cookies say.
		event.locals.actor = foreign ? null : await actorAsking(headers);
		wish = event.locals.actor?.locale ?? wish;
	} catch (error) {
		const problem = problemOf(error);
		if (!problem) throw error;
		log.warn({ error, path: event.url.pathname }, 'nobody can be known');
		if (program) return problemAnswer(problem);
		knowNobody(event.locals, error);
	}
	const answer = await inLocale(wish, () => {
		const unanswered = m.app_unanswered();
		return resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%junto.lang%', wish).replace(emptyAlert, emptyAlert + unanswered)
		});
	});
	if (program && answer.status >= 400 && answer.headers.get('content-type')?.includes('html'))
		return problemAnswer({ ...nowhere, status: answer.status });
	if (answer.status === 503) answer.headers.set('retry-after', String(retryAfter));
	return answer;
};

/** As it stands in every page; no words of people's can hold it. */
const emptyAlert = '<p id="unanswered" role="alert" popover>';

/** A program is never shown a page. */
const nowhere = {
	type: 'urn:junto:not-found',
	title: 'There is nothing here',
	detail: 'No operation has this address: see /api/v1/openapi.json'
};

/** Whoever needs to know who asks is told why that cannot be known, where a form still has what was typed. */
function knowNobody(locals: App.Locals, why: unknown): void {
	Object.defineProperty(locals, 'actor', {
		get: () => {
			throw why;
		}
	});
}

/** What people are told where programs hear of the machine. */
const onBadDays: Record<number, () => string> = { 503: m.upkeep_away, 507: m.upkeep_no_room };

export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind !== 'unknown') return;
	const problem = problemOf(error);
	if (problem)
		return { status: problem.status, message: onBadDays[problem.status]?.() ?? problem.detail };
	log.error({ error, path: event.url.pathname }, 'page');
	return { message: 'Something broke on our side. What you typed is still in the form' };
};
