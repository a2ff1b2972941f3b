import { createFeed, listFeeds, revokeFeed } from '#modules/audio/server/feeds.ts';
import { getPlaylist } from '#modules/audio/server/playlists.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const playlist = url.searchParams.get('playlist');
	const { items } = await listFeeds(actor, {});
	const list = playlist ? await getPlaylist(actor, { playlist }) : null;
	const series = url.searchParams.get('series');
	const read = series ? await getSeries(actor, { series }) : null;
	return {
		feeds: items,
		list: list && { id: list.id, title: list.title },
		series: read && { id: read.id, title: read.title }
	};
});

export const actions = {
	make: action(async (actor, form, { url }: RequestEvent) => {
		const { path, basic } = await createFeed(actor, {
			label: form.text('label'),
			playlist: form.text('playlist') || undefined,
			series: form.text('series') || undefined
		});
		const { name, password } = basic;
		const named = { address: url.origin + basic.path, name, password };
		return { made: { address: url.origin + path, basic: named } };
	}),
	end: action(async (actor, form, _event: RequestEvent) => {
		await revokeFeed(actor, { feed: form.text('feed') });
		return { ended: true };
	})
};
