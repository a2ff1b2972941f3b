import { redirect } from '@sveltejs/kit';
import { letHear, listNarrow } from '#modules/audio/server/said-narrowly.ts';
import { Invalid } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import * as m from '#messages';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const { items, text } = await listNarrow(actor, params);
	return { tracks: items, text };
});

export const actions = {
	default: action(async (actor, form, { params }: RequestEvent) => {
		const tracks = form.all('track');
		if (tracks.length === 0) throw new Invalid([{ field: '', message: m.tracks_let_hear_none() }]);
		const { items, text } = await listNarrow(actor, params);
		const open = items.filter(({ id }) => tracks.includes(id));
		for (const { id: track } of open) await letHear(actor, { ...params, track, heardAgain: true });
		if (open.length === items.length) redirect(303, text.url);
		return { done: m.tracks_let_heard({ titles: open.map(({ title }) => title).join(', ') }) };
	})
};
