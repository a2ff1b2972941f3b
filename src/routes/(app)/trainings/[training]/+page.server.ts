import { redirect } from '@sveltejs/kit';
import { getLocale } from '#locale';
import * as m from '#messages';
import { listSpoken } from '#modules/audio/server/spoken.ts';
import { askedIn, forWriting } from '#modules/discussion/asked.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { listThanks } from '#modules/discussion/server/thanks.ts';
import { forReading } from '#modules/documents/document.ts';
import { getReadingPlace } from '#modules/documents/server/reading.ts';
import { listPages } from '#modules/library/server/pages.ts';
import { chosenIn } from '#modules/methods/choosing.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { adoptForm, endForm, notSameForm, sameForm } from '#modules/methods/server/forms.ts';
import { getFollow } from '#modules/notices/server/follows.ts';
import { follow } from '#modules/notices/server/forms.ts';
import { arrive } from '#modules/notices/server/visits.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	addSubmission,
	draftSubmission,
	restoreSubmission,
	widenSubmission,
	withdrawSubmission
} from '#modules/series/server/submissions.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { sayFormat } from '#modules/series/words.ts';
import { checkOff, startEarly } from '#modules/series/server/taking-part.ts';
import { fromLetter } from '#platform/server/events.ts';
import {
	wayIntoWeek,
	waysForWriters,
	waysFrom,
	waysInsteadOfWriting,
	waysToMeetings
} from '#routes/ways.server.ts';
import { readTogether } from '#platform/server/door.ts';
import { talking } from '#routes/talking.server.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { sayFullDay } from '#platform/time/format.ts';
import { listNarrow } from '#modules/audio/server/said-narrowly.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	if (url.searchParams.get('by') === 'letter') {
		await fromLetter(() => arrive(actor, { subject: params.training }));
		const bare = new URL(url);
		bare.searchParams.delete('by');
		redirect(303, bare.pathname + bare.search);
	}
	const asked = askedIn(url);
	const { before } = await arrive(actor, { subject: params.training });
	const { training, submissions, ...around } = await readTogether(actor, async () => {
		const training = await getTraining(actor, { training: params.training });
		const after = url.searchParams.get('after') ?? undefined;
		const submissions = await listSubmissions(actor, { training: params.training, cursor: after });
		const { items: spoken } = await listSpoken(actor, { document: training.id });
		const ids = [training.id, ...submissions.items.map(({ id }) => id)].join(',');
		return {
			training: forReading(training),
			submissions: { ...submissions, items: submissions.items.map((item) => forReading(item)) },
			became: await evidence(actor, { documents: ids }),
			spoken,
			said: forWriting(await listCommentsOn(actor, { ids, whole: asked.whole })),
			thanks: (await listThanks(actor, { ids })).items,
			pages: (await listPages(actor, { training: params.training })).items,
			rhythm: (await getFollow(actor, { kind: 'training', id: training.id })).rhythm,
			stopped: (await getReadingPlace(actor, { document: training.id })).place,
			given: training.format === 'written' ? '' : sayFormat(training.format),
			ways: [
				...(await waysFrom(
					actor,
					{ kind: 'training', id: training.id },
					{
						written: training.version !== null,
						spoken: spoken.length > 0,
						writes: training.may.edit,
						examples: training.counts.submissions,
						series: training.series.id
					}
				)),
				...(await waysToMeetings(actor, training.id)),
				...(training.may.edit ? waysForWriters(training, spoken.length > 0) : [])
			],
			/** Worded here, as the ways are. */
			waits: {
				toOpen: m.app_not_open_yet({ day: sayFullDay(training.window.opens, getLocale()) }),
				toBeWritten: m.app_not_written_yet()
			},
			week: wayIntoWeek(training.id),
			instead: waysInsteadOfWriting(training.id),
			circles: (await listCircles(actor, { mine: true })).items
		};
	});
	return {
		training,
		submissions,
		...around,
		asked,
		/** When the reader was here before this visit, and what others have added since. */
		since: {
			before,
			pieces: newTo(actor.id, before, submissions.items),
			comments: newTo(actor.id, before, around.said.items)
		},
		/** The passage whose panel is open, and whether every block offers one; both work by address alone. */
		chosen: chosenIn(url),
		choosing: url.searchParams.has('choose')
	};
});

type Said = { id: string; at: string; author: { id: string } | null };

function newTo(reader: string, before: string | null, said: Said[]): string[] {
	const fresh = ({ at, author }: Said) => before !== null && at > before && author;
	return said.flatMap((one) => (fresh(one) && one.author?.id !== reader ? [one.id] : []));
}

export const actions = {
	...talking,
	read: action(async (actor, form, { params }: RequestEvent) => {
		await checkOff(actor, { training: params.training, version: Number(form.text('version')) });
		return { done: 'read' as const };
	}),
	early: action(async (actor, _form, { params }: RequestEvent) => {
		await startEarly(actor, { training: params.training });
	}),
	share: action(async (actor, form, { params }: RequestEvent) => {
		await addSubmission(actor, {
			training: params.training,
			title: form.text('title'),
			markdown: form.text('markdown'),
			audience: form.text('audience') || undefined
		});
		return { done: 'shared' as const };
	}),
	draft: action(async (actor, form, { params }: RequestEvent) => {
		const { id } = await draftSubmission(actor, {
			training: params.training,
			title: form.text('title'),
			markdown: form.text('markdown')
		});
		redirect(303, `/trainings/${params.training}/submissions/${id}`);
	}),
	adopt: action(adoptForm),
	end: action(endForm),
	same: action(sameForm),
	notSame: action(notSameForm),
	follow: action(follow),
	withdraw: action(async (actor, form) => {
		const submission = form.text('submission');
		await withdrawSubmission(actor, { submission });
		return { done: 'withdrawn' as const, submission };
	}),
	restore: action(async (actor, form) => {
		await restoreSubmission(actor, { submission: form.text('submission') });
	}),
	widen: action(async (actor, form) => {
		const submission = form.text('submission');
		await widenSubmission(actor, { submission });
		const { items } = await listNarrow(actor, { document: submission });
		if (items.length > 0) redirect(303, `/say/wider/${submission}`);
	})
};
