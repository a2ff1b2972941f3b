import { versionsAt } from '#modules/documents/server/versions-page.ts';
import { getPage } from '#modules/library/server/pages.ts';
import { restorePageVersion } from '#modules/library/server/writing.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const kept = await getPage(actor, { page: params.page });
		return { kept, ...(await versionsAt(actor, params.page, url)) };
	})
);

export const actions = {
	restore: action(async (actor, form, { params }: RequestEvent) => {
		const number = Number(form.text('number'));
		await restorePageVersion(actor, { page: params.page, number });
		return { restored: number };
	})
};
