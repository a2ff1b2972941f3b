import { importPeople } from '#modules/people/server/import/import.ts';
import { textOfCsv } from '#modules/people/server/import/read-csv.ts';
import { Forbidden } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => {
	if (!actor.steward) throw new Forbidden('This page is for stewards');
	return {};
});

export const actions = {
	try: action(async (actor, form, _event: RequestEvent) => {
		const file = form.file('file');
		const csv = file ? textOfCsv(new Uint8Array(await file.arrayBuffer())) : form.text('csv');
		return { csv, report: await importPeople(actor, { csv, dryRun: true }) };
	}),
	add: action(async (actor, form, _event: RequestEvent) => {
		const csv = form.text('csv');
		const report = await importPeople(actor, {
			csv,
			onlyGood: form.text('only') === 'good',
			tell: form.text('tell') !== ''
		});
		return { csv: report.added > 0 ? '' : csv, report };
	})
};
