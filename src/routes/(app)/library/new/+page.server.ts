import { redirect } from '@sveltejs/kit';
import { listShelves } from '#modules/library/server/shelves.ts';
import { beginPage } from '#modules/library/server/writing.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, _event: PageServerLoadEvent) =>
	readTogether(actor, async () => ({
		shelves: (await listShelves(actor, {})).items,
		circles: (await listCircles(actor, { mine: true })).items
	}))
);

export const actions = {
	default: action(async (actor, form, _event: RequestEvent) => {
		const { page } = await beginPage(actor, {
			title: form.text('title'),
			audience: form.text('audience') || undefined,
			shelf: form.text('shelf') || undefined
		});
		redirect(303, `/library/${page}/edit`);
	})
};
