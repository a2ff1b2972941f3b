import { redirect } from '@sveltejs/kit';
import { sayIntoDraft } from '#modules/audio/server/said.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (_actor, { url }: PageServerLoadEvent) => ({ back: backTo(url) }));

export const actions = {
	default: action(async (actor, form, { params, url }: RequestEvent) => {
		await sayIntoDraft(actor, { document: params.document, track: form.text('track') });
		redirect(303, backTo(url));
	})
};

/** Where the text is written. */
function backTo(url: URL): string {
	const from = url.searchParams.get('from') ?? '';
	return /^\/(trainings|library)\/[\w/-]+$/.test(from) ? from : '/share';
}
