import { createLink, listLinks, revokeLink } from '#modules/audio/server/links.ts';
import { getPlaylist } from '#modules/audio/server/playlists.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { playable } from '#modules/audio/words.ts';
import { now } from '#platform/server/clock.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

/** For how many days a link may be good. */
const lengths = [1, 7, 28, 91];

export const load = page((actor, { url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const of = await sharedBy(actor, url);
		const today = Temporal.PlainDate.from(todayIn(actor.zone, now()));
		return {
			of,
			days: lengths.map((days) => ({ days, closes: today.add({ days }).toString() })),
			links: (await listLinks(actor, {})).items
		};
	})
);

/** What the address names. */
function named({ searchParams }: URL) {
	return {
		track: searchParams.get('track') ?? undefined,
		playlist: searchParams.get('playlist') ?? undefined
	};
}

/** What of mine is to be shared. */
async function sharedBy(actor: Parameters<typeof getTrack>[0], url: URL) {
	const { track, playlist } = named(url);
	const of = track
		? { kind: 'track' as const, ...(await getTrack(actor, { track })) }
		: playlist
			? { kind: 'playlist' as const, ...(await getPlaylist(actor, { playlist })) }
			: null;
	if (!of?.may.change) return null;
	const mine = (of.kind === 'track' ? [of] : of.tracks).filter(
		({ voice }) => voice.id === actor.id
	);
	return { kind: of.kind, id: of.id, title: of.title, tracks: playable(mine) };
}

export const actions = {
	make: action(async (actor, form, { url }: RequestEvent) => {
		const { path } = await createLink(actor, {
			...named(url),
			...(named(url).playlist && { tracks: form.all('track') }),
			closes: form.text('closes')
		});
		return { address: url.origin + path };
	}),
	end: action(async (actor, form, _event: RequestEvent) => {
		await revokeLink(actor, { link: form.text('link') });
		return { ended: true };
	})
};
