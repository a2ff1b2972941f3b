import { redirect } from '@sveltejs/kit';
import { getDraft, saveSubmission, shareSubmission } from '#modules/series/server/submissions.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	draft: await getDraft(actor, { submission: params.submission })
}));

export const actions = {
	save: action(async (actor, form, { params }: RequestEvent) => {
		await saveSubmission(actor, { submission: params.submission, markdown: form.text('markdown') });
		await shareSubmission(actor, { submission: params.submission });
		redirect(303, `/trainings/${params.training}#s-${params.submission}`);
	})
};
