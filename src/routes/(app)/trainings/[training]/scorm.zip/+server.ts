import { redirect, type RequestHandler } from '@sveltejs/kit';
import { scormOf } from '#modules/series/server/scorm.ts';
import { problemOf } from '#platform/server/web/problems.ts';

/** A training as a file that a learning platform takes; where there is none, its own page says why. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const training = params.training ?? '';
	const versions = `/trainings/${training}/versions`;
	if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(versions)}`);
	try {
		const { name, zip } = await scormOf(locals.actor, { training });
		return new Response(Buffer.from(zip, 'base64'), {
			headers: {
				'content-type': 'application/zip',
				'content-disposition': `attachment; filename="training.zip"; filename*=UTF-8''${encodeURIComponent(name)}`,
				'cache-control': 'no-store'
			}
		});
	} catch (thrown) {
		if (problemOf(thrown)) redirect(303, versions);
		throw thrown;
	}
};
