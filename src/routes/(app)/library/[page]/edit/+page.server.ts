import { redirect } from '@sveltejs/kit';
import { editPage, getPageDraft, savePage } from '#modules/library/server/writing.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params }: PageServerLoadEvent) =>
	readTogether(actor, async () => ({
		draft: await getPageDraft(actor, { page: params.page }),
		circles: (await listCircles(actor, { mine: true })).items
	}))
);

export const actions = {
	save: action(async (actor, form, { params }: RequestEvent) => {
		await savePage(actor, { page: params.page, markdown: form.text('markdown') });
		return { done: 'saved' as const };
	}),
	publish: action(async (actor, form, { params }: RequestEvent) => {
		await editPage(actor, {
			page: params.page,
			title: form.text('title'),
			markdown: form.sent('markdown'),
			note: form.text('note')
		});
		redirect(303, `/library/${params.page}`);
	})
};
