import { error } from '@sveltejs/kit';
import { hearersOfTrack } from '#modules/audio/server/hearers.ts';
import { getPlaylist } from '#modules/audio/server/playlists.ts';
import { promptSpoken } from '#modules/audio/server/spoken.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const track = await getTrack(actor, params);
		if (!track.may.change || track.withdrawn) error(404, 'There is no such track');
		const hearers = await hearersOfTrack(actor, params);
		const { prompt } = await promptSpoken(actor, params);
		const playlist = url.searchParams.get('in');
		const list = playlist ? await getPlaylist(actor, { playlist }) : null;
		const waiting = (list?.tracks ?? []).filter(
			({ id, may, take }) => may.change && !take && !list?.making.includes(id)
		);
		const next = waiting.find(({ id }) => id !== track.id)?.id ?? null;
		const back = prompt
			? `/spoken/${prompt.document}`
			: list
				? `/playlists/${list.id}`
				: `/tracks/${track.id}`;
		return {
			...{ track, hearers, prompt, waiting: waiting.length, back },
			rubric: list?.title ?? null,
			following: list && next ? `/tracks/${next}/record?in=${list.id}` : back
		};
	})
);
