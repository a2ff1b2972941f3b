import {
	bringReportedBack,
	leaveReported,
	setReportedAside
} from '#modules/reports/server/deciding.ts';
import { getReport } from '#modules/reports/server/reading.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => ({
	...(await getReport(actor, params)),
	sent: url.searchParams.has('sent')
}));

export const actions = {
	leave: action(async (actor, form, { params }: RequestEvent) => {
		await leaveReported(actor, { ...params, words: form.text('words') });
	}),
	setAside: action(async (actor, form, { params }: RequestEvent) => {
		await setReportedAside(actor, { ...params, words: form.text('why') });
	}),
	bringBack: action(async (actor, _form, { params }: RequestEvent) => {
		await bringReportedBack(actor, params);
	})
};
