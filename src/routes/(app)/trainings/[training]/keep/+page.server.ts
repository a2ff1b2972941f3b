import { redirect } from '@sveltejs/kit';
import { publishFromTraining } from '#modules/library/server/keeping.ts';
import { listShelves } from '#modules/library/server/shelves.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { inList } from '#modules/series/server/submission-reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { Forbidden } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const [training, submissions, shelves] = await Promise.all([
		getTraining(actor, { training: params.training }),
		listSubmissions(actor, { training: params.training }),
		listShelves(actor, {})
	]);
	if (!training.may.edit) throw new Forbidden('Its owners and trainers move it to the library');
	return { training, submissions: submissions.items.map(inList), shelves: shelves.items };
});

export const actions = {
	keep: action(async (actor, form, { params }: RequestEvent) => {
		const { page: made, waiting } = await publishFromTraining(actor, {
			training: params.training,
			submissions: form.all('submission'),
			shelf: form.text('shelf') || undefined
		});
		redirect(303, `/library/${made}${waiting.length > 0 ? `?waiting=${waiting.length}` : ''}`);
	})
};
