import type { RequestHandler } from '@sveltejs/kit';
import { getFile } from '#modules/documents/server/files.ts';
import { answerFile } from '#platform/server/web/files.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

/** The bytes of a file, to whoever may see it; nobody else learns that there is one. */
export const GET: RequestHandler = async ({ request, params, locals }) => {
	const { actor } = locals;
	if (!actor) return nothing();
	try {
		return answerFile(request, await getFile(actor, { file: params.file ?? '' }));
	} catch (error) {
		if (problemOf(error)) return nothing(error);
		throw error;
	}
};

export const HEAD = GET;
