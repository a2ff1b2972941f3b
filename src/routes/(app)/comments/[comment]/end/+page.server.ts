import { redirect } from '@sveltejs/kit';
import { closeThread, threadToClose } from '#modules/discussion/server/closing.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	thread: await threadToClose(actor, params)
}));

export const actions = {
	default: action(async (actor, form, { params }: RequestEvent) => {
		const { url } = await threadToClose(actor, params);
		await closeThread(actor, { ...params, words: form.text('words') });
		redirect(303, url);
	})
};
