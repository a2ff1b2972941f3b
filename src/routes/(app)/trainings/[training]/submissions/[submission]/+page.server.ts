import { redirect } from '@sveltejs/kit';
import { listCircles } from '#modules/people/server/circles.ts';
import { saveSubmission, shareSubmission } from '#modules/series/server/submissions.ts';
import { getDraft } from '#modules/series/server/submission-reading.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page, type Form } from '#platform/server/web/kit.ts';
import type { Actor } from '#platform/server/door.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params }: PageServerLoadEvent) =>
	readTogether(actor, async () => ({
		draft: await getDraft(actor, { submission: params.submission }),
		circles: (await listCircles(actor, { mine: true })).items
	}))
);

export const actions = {
	save: action(async (actor, form, { params }: RequestEvent) => {
		await keep(actor, form, params.submission);
		return { done: 'saved' as const };
	}),
	share: action(async (actor, form, { params }: RequestEvent) => {
		await keep(actor, form, params.submission);
		await shareSubmission(actor, {
			submission: params.submission,
			title: form.text('title'),
			audience: form.text('audience') || undefined
		});
		redirect(303, `/trainings/${params.training}#s-${params.submission}`);
	})
};

/** Saves what a plain field sent; the editor has saved its own already. */
async function keep(actor: Actor, form: Form, submission: string): Promise<void> {
	const markdown = form.sent('markdown');
	if (markdown !== undefined) await saveSubmission(actor, { submission, markdown });
}
