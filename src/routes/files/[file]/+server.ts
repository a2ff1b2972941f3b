import type { RequestHandler } from '@sveltejs/kit';
import { getFile } from '#modules/documents/server/files.ts';
import { answerFile } from '#platform/server/web/files.ts';
import { problemOf } from '#platform/server/web/problems.ts';

/** The bytes of a file, to whoever may see it; nobody else learns that there is one. */
export const GET: RequestHandler = async ({ request, params, locals }) => {
	const { actor } = locals;
	if (!actor) return nothing();
	try {
		return answerFile(request, await getFile(actor, { file: params.file ?? '' }));
	} catch (error) {
		if (problemOf(error)) return nothing();
		throw error;
	}
};

export const HEAD = GET;

function nothing(): Response {
	return new Response('There is nothing here\n', {
		status: 404,
		headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' }
	});
}
