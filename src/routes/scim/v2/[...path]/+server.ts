import type { RequestHandler } from '@sveltejs/kit';
import { bearerOf } from '#modules/people/server/actors.ts';
import { answerScim } from '#modules/people/server/directory/scim.ts';

export const fallback: RequestHandler = ({ request, params, url }) =>
	answerScim(bearerOf(request.headers), request, {
		base: `${url.origin}/scim/v2`,
		path: params.path ?? ''
	});
