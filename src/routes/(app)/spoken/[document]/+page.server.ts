import { redirect } from '@sveltejs/kit';
import { beginSpoken, getSpoken } from '#modules/audio/server/spoken.ts';
import { preferForm } from '#modules/documents/server/forms.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const text = await getSpoken(actor, params);
	const heard = text.machine || text.blocks.some(({ track }) => track);
	if (heard && !text.may.read) await preferForm(actor, { form: 'listen' });
	return { text, path: `/spoken/${params.document}` };
});

export const actions = {
	read: action(async (actor, form, { params }: RequestEvent) => {
		const { track } = await beginSpoken(actor, { ...params, block: form.text('block') });
		redirect(303, `/tracks/${track}/record`);
	})
};
