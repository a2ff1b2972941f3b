import type { RequestHandler } from '@sveltejs/kit';
import { uploadFile } from '#modules/documents/server/files.ts';
import { bytesAtMost } from '#platform/files.ts';
import { Invalid } from '#platform/errors.ts';
import { problemAnswer } from '#platform/server/web/api.ts';
import { problemOf } from '#platform/server/web/problems.ts';

/** Takes a file from a form: `file`, and the `document` that it is meant for. */
export const POST: RequestHandler = async ({ request, locals }) => {
	try {
		const form = await request.formData().catch(() => {
			throw unreadable();
		});
		const file = form.get('file');
		if (!(file instanceof File) || file.size > bytesAtMost) throw unreadable();
		const document = form.get('document');
		const answer = await uploadFile.ask(locals.actor, {
			name: file.name,
			file: Buffer.from(await file.arrayBuffer()).toString('base64'),
			...(document && { document })
		});
		return Response.json(answer);
	} catch (error) {
		const problem = problemOf(error);
		if (!problem) throw error;
		return problemAnswer(problem);
	}
};

function unreadable(): Invalid {
	return new Invalid([
		{ field: 'file', message: `Choose a file of at most ${bytesAtMost / 1_000_000} MB` }
	]);
}
