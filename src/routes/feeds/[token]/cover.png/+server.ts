import type { RequestHandler } from '@sveltejs/kit';
import { cover } from '#modules/audio/server/cover.ts';
import { feedBy } from '#modules/audio/server/feeds.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

/** The picture of a feed; an address that opens no feed has none. */
export const GET: RequestHandler = async ({ request, params }) => {
	try {
		await feedBy(params.token ?? '', request.headers.get('user-agent') ?? '');
		const headers = { 'content-type': 'image/png', 'cache-control': 'private, max-age=604800' };
		return new Response(new Uint8Array(await cover()), { headers });
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};
