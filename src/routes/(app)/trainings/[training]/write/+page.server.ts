import { redirect } from '@sveltejs/kit';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	getTrainingDraft,
	publishTraining,
	saveTraining
} from '#modules/series/server/publishing.ts';
import { Forbidden } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const training = await getTraining(actor, { training: params.training });
	if (!training.may.edit) throw new Forbidden('Its owners and trainers write this');
	return { training, draft: await getTrainingDraft(actor, { training: params.training }) };
});

export const actions = {
	save: action(async (actor, form, { params }: RequestEvent) => {
		await saveTraining(actor, { training: params.training, markdown: form.text('markdown') });
		return { done: 'saved' as const };
	}),
	publish: action(async (actor, form, { params }: RequestEvent) => {
		await publishTraining(actor, {
			training: params.training,
			title: form.text('title') || undefined,
			markdown: form.sent('markdown'),
			material: form.text('material') === '' ? undefined : form.text('material') === 'yes',
			note: form.text('note')
		});
		redirect(303, `/trainings/${params.training}`);
	})
};
