import type { RequestHandler } from '@sveltejs/kit';
import { uploadFile } from '#modules/documents/server/files.ts';
import { Invalid } from '#platform/errors.ts';
import { problemAnswer } from '#platform/server/web/api.ts';
import { base64Of } from '#platform/server/web/kit.ts';
import { problemOf } from '#platform/server/web/problems.ts';

/** Takes a file from a form: `file`, and the `document` that it is meant for. */
export const POST: RequestHandler = async ({ request, locals }) => {
	try {
		const form = await request.formData().catch(() => undefined);
		const file = form?.get('file');
		if (!(file instanceof File))
			throw new Invalid([{ field: 'file', message: 'Choose a file of at most 20 MB' }]);
		const document = form?.get('document');
		const answer = await uploadFile.ask(locals.actor, {
			name: file.name,
			file: await base64Of(file),
			...(document && { document })
		});
		return Response.json(answer);
	} catch (error) {
		const problem = problemOf(error);
		if (!problem) throw error;
		return problemAnswer(problem);
	}
};
