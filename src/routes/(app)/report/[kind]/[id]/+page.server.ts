import { redirect } from '@sveltejs/kit';
import { makeReport, reportable } from '#modules/reports/server/reporting.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => ({
	about: await reportable(actor, params)
}));

export const actions = {
	default: action(async (actor, form, { params }: RequestEvent) => {
		const { id } = await makeReport(actor, { ...params, words: form.text('words') });
		redirect(303, `/reports/${id}?sent`);
	})
};
