import { listSpoken } from '#modules/audio/server/spoken.ts';
import { form as forms, type Form } from '#modules/documents/form.ts';
import { getPreferredForm, preferForm } from '#modules/documents/server/forms.ts';
import { changeTraining } from '#modules/series/server/planning.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	addMeeting,
	dropMeeting,
	listMeetings,
	restoreMeeting
} from '#modules/series/server/meetings.ts';
import {
	format as formats,
	meetingFormat,
	type Format,
	type MeetingFormat
} from '#modules/series/series.ts';
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
		const choices = (some: readonly Format[]) =>
			some.map((value) => ({ value, label: sayFormat(value) }));
		return {
			...{ id, title, written, words, format, may, preferred },
			forms: await formsOf(actor, id, {
				...{ written, spoken, writes: may.edit, examples: counts.submissions },
				...{ most: 20, preferred }
			}),
			meetings: (await listMeetings(actor, params)).items.map((meeting) => ({
				...meeting,
				label: sayFormat(meeting.format)
			})),
			offered: forms.options,
			formats: choices(formats.options),
			meetingFormats: choices(meetingFormat.options)
		};
	})
);

export const actions = {
	prefer: action(async (actor, form) => {
		await preferForm(actor, { form: form.text('form') as Form });
		return { kept: 'form' };
	}),
	change: action(async (actor, form, { params }: RequestEvent) => {
		const format = form.text('format') as Format;
		await changeTraining(actor, { ...params, format });
		return { kept: 'format' };
	}),
	offer: action(async (actor, form, { params }: RequestEvent) => {
		await addMeeting(actor, {
			...{ ...params, day: form.text('day'), time: form.text('time') },
			format: form.text('format') as MeetingFormat,
			minutes: form.text('minutes'),
			place: form.text('place')
		});
	}),
	drop: action(async (actor, form, { params }: RequestEvent) => {
		const meeting = form.text('meeting');
		await dropMeeting(actor, { ...params, meeting });
		return { dropped: meeting };
	}),
	restore: action(async (actor, form, { params }: RequestEvent) => {
		await restoreMeeting(actor, { ...params, meeting: form.text('meeting') });
	})
};
