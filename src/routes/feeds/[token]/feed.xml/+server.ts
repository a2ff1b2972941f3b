import { createHash } from 'node:crypto';
import type { RequestHandler } from '@sveltejs/kit';
import * as m from '#messages';
import {
	feedBy,
	feedByPassword,
	isFeedId,
	readFeed,
	type Feed
} from '#modules/audio/server/feeds.ts';
import { rssOf } from '#modules/audio/server/rss.ts';
import { place } from '#modules/people/server/place.ts';
import { inLocale } from '#platform/server/locale.ts';
import { passwordIn, passwordWanted } from '#platform/server/web/basic.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { nothing } from '#routes/nothing.server.ts';

/** What a podcast app reads of what its person may hear, by a secret address or by a feed's id with a password; for every other address there is nothing. */
export const GET: RequestHandler = async ({ request, params, url }) => {
	const { token: address = '' } = params;
	const { headers } = request;
	const named = isFeedId(address);
	const token = named ? passwordIn(headers) : address;
	const agent = headers.get('user-agent') ?? '';
	const from = headers.get('x-junto-address') ?? '';
	try {
		const feed = named
			? await feedByPassword(address, token, { agent, from })
			: await feedBy(address, agent);
		if (!feed) return passwordWanted(request);
		const { title, ...read } = await readFeed(feed);
		const { name = 'Junto' } = (await place()) ?? {};
		const xml = inLocale(feed.reader.locale, () =>
			rssOf({
				...read,
				title: title ?? m.audio_feed_title({ place: name }),
				language: feed.reader.locale,
				link: url.origin + linkOf(feed),
				// Few apps send the password for what a feed leads to.
				base: `${url.origin}/feeds/${token}`,
				self: `${url.origin}/feeds/${address}/feed.xml`,
				ordered: feed.playlist !== null || feed.series !== null
			})
		);
		return answer(request, xml, named);
	} catch (error) {
		return problemOf(error) ? nothing(error) : Promise.reject(error);
	}
};

export const HEAD = GET;

function linkOf({ playlist, series }: Feed): string {
	if (series) return `/series/${series}`;
	return playlist ? `/playlists/${playlist}` : '/playlists';
}

function answer(request: Request, xml: string, named: boolean): Response {
	const etag = `"${createHash('sha256').update(xml).digest('base64url').slice(0, 22)}"`;
	const headers = {
		etag,
		'content-type': 'application/rss+xml; charset=utf-8',
		'cache-control': 'private, no-cache',
		'x-robots-tag': 'noindex',
		...(named && { vary: 'Authorization' })
	};
	if (request.headers.get('if-none-match')?.includes(etag))
		return new Response(null, { status: 304, headers });
	return new Response(request.method === 'HEAD' ? null : xml, { headers });
}
