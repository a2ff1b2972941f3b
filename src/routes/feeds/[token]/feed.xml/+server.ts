import { createHash } from 'node:crypto';
import type { RequestHandler } from '@sveltejs/kit';
import * as m from '#messages';
import { feedBy, readFeed, type Feed } from '#modules/audio/server/feeds.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { place } from '#modules/people/server/place.ts';
import { inLocale } from '#platform/server/locale.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

/** What a podcast app reads of what its person may hear; for every other address there is nothing. */
export const GET: RequestHandler = async ({ request, params, url }) => {
	try {
		const feed = await feedBy(params.token ?? '', request.headers.get('user-agent') ?? '');
		const { title, ...read } = await readFeed(feed);
		const { name = 'Junto' } = (await place()) ?? {};
		const xml = inLocale(feed.reader.locale, () =>
			rssOf({
				...read,
				title: title ?? m.audio_feed_title({ place: name }),
				language: feed.reader.locale,
				link: url.origin + linkOf(feed),
				base: `${url.origin}/feeds/${params.token}`,
				ordered: feed.playlist !== null || feed.series !== null
			})
		);
		return answer(request, xml);
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};

export const HEAD = GET;

function linkOf({ playlist, series }: Feed): string {
	if (series) return `/series/${series}`;
	return playlist ? `/playlists/${playlist}` : '/playlists';
}

function answer(request: Request, xml: string): Response {
	const etag = `"${createHash('sha256').update(xml).digest('base64url').slice(0, 22)}"`;
	const headers = {
		etag,
		'content-type': 'application/rss+xml; charset=utf-8',
		'cache-control': 'private, no-cache',
		'x-robots-tag': 'noindex'
	};
	if (request.headers.get('if-none-match')?.includes(etag))
		return new Response(null, { status: 304, headers });
	return new Response(request.method === 'HEAD' ? null : xml, { headers });
}
