import { listSpoken } from '#modules/audio/server/spoken.ts';
import { form as forms } from '#modules/documents/form.ts';
import { getPreferredForm, preferForm } from '#modules/documents/server/forms.ts';
import { changeTraining } from '#modules/series/server/planning.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { addSession, dropSession, listSessions } from '#modules/series/server/sessions.ts';
import { format as formats, sessionFormat } from '#modules/series/series.ts';
import { sayFormat } from '#modules/series/words.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { formsOf } from '#routes/ways.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const { id, title, version, words, format, counts, may } = await getTraining(actor, params);
		const spoken = (await listSpoken(actor, { document: id })).items.length > 0;
		const written = version !== null;
		const { form: preferred } = await getPreferredForm(actor, {});
		const choices = (some: readonly (typeof formats.options)[number][]) =>
			some.map((value) => ({ value, label: sayFormat(value) }));
		return {
			...{ id, title, written, words, format, may, preferred },
			forms: await formsOf(actor, id, { written, spoken, examples: counts.submissions }),
			sessions: (await listSessions(actor, params)).items.map((session) => ({
				...session,
				label: sayFormat(session.format)
			})),
			offered: forms.options,
			formats: choices(formats.options),
			meetings: choices(sessionFormat.options)
		};
	})
);

export const actions = {
	prefer: action(async (actor, form) => {
		await preferForm(actor, { form: form.text('form') as (typeof forms.options)[number] });
		return { kept: true };
	}),
	change: action(async (actor, form, { params }: RequestEvent) => {
		const format = form.text('format') as (typeof formats.options)[number];
		await changeTraining(actor, { ...params, format });
		return { kept: true };
	}),
	offer: action(async (actor, form, { params }: RequestEvent) => {
		await addSession(actor, {
			...{ ...params, day: form.text('day'), time: form.text('time') },
			format: form.text('format') as (typeof sessionFormat.options)[number],
			minutes: form.text('minutes'),
			place: form.text('place')
		});
	}),
	drop: action(async (actor, form, { params }: RequestEvent) => {
		await dropSession(actor, { ...params, session: form.text('session') });
	})
};
