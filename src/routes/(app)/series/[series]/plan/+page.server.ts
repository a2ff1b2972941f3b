import { redirect } from '@sveltejs/kit';
import { personNamed } from '#modules/people/server/named.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { askFirst, listFirsts } from '#modules/series/server/firsts.ts';
import { moveTraining, shiftSeries } from '#modules/series/server/moving.ts';
import { addPart, changeSeries, changeTraining } from '#modules/series/server/planning.ts';
import { getPlan, savePlan } from '#modules/series/server/plan-note.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { seriesFairness } from '#modules/series/server/fairness.ts';
import {
	addOwner,
	addTrainer,
	removeOwner,
	removeTrainer,
	replaceTrainer
} from '#modules/series/server/team.ts';
import { level } from '#modules/series/series.ts';
import { Invalid } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { phase, todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const series = await getSeries(actor, { series: params.series });
	const plan = await getPlan(actor, { series: params.series });
	if (!series.may.change) return { series, plan, people: [], fairness: null, firsts: null };
	const { items: people } = await listPeople(actor, {});
	const fairness = await seriesFairness(actor, { series: params.series });
	const today = todayIn(actor.zone, now());
	const next = series.parts.find((part) => phase(part, today) === 'before')?.training;
	const firsts =
		next && series.publishedAt
			? { training: next, ...(await listFirsts(actor, { training: next })) }
			: null;
	return { series, plan, people, fairness, firsts };
});

export const actions = {
	plan: action(async (actor, form, { params }: RequestEvent) => {
		const markdown = form.sent('markdown');
		if (markdown !== undefined) await savePlan(actor, { series: params.series, markdown });
	}),
	words: action(async (actor, form, { params }: RequestEvent) => {
		const wished = level.safeParse(form.text('level'));
		if (!wished.success) throw new Invalid([{ field: 'level', message: 'Choose one' }]);
		await changeSeries(actor, {
			series: params.series,
			title: form.text('title'),
			about: form.text('about'),
			expectation: { level: wished.data, atLeast: Number(form.text('atLeast')) || undefined }
		});
	}),
	move: action(async (actor, form) => {
		await moveTraining(actor, {
			training: form.text('training'),
			opens: form.text('opens'),
			closes: form.text('closes')
		});
		const minutes = Number(form.text('minutes'));
		if (minutes) await changeTraining(actor, { training: form.text('training'), minutes });
	}),
	shift: action(async (actor, form, { params }: RequestEvent) => {
		await shiftSeries(actor, {
			series: params.series,
			days: form.text('days'),
			from: form.text('from')
		});
	}),
	first: action(async (actor, form) => {
		const name = form.sent('name');
		await askFirst(actor, {
			training: form.text('training'),
			person: name === undefined ? form.text('person') : await personNamed(actor, 'name', name)
		});
	}),
	replace: action(async (actor, form) => {
		await replaceTrainer(actor, {
			training: form.text('training'),
			person: form.text('person'),
			by: await personNamed(actor, 'by', form.text('by'))
		});
	}),
	part: action(async (actor, form, { params }: RequestEvent) => {
		await addPart(actor, {
			series: params.series,
			title: form.text('title'),
			opens: form.text('opens'),
			closes: form.text('closes')
		});
	}),
	trainer: action(async (actor, form) => {
		await addTrainer(actor, {
			training: form.text('training'),
			person: await personNamed(actor, 'trainer', form.text('trainer')),
			role: form.text('role')
		});
	}),
	noTrainer: action(async (actor, form) => {
		await removeTrainer(actor, { training: form.text('training'), person: form.text('person') });
	}),
	owner: action(async (actor, form, { params }: RequestEvent) => {
		await addOwner(actor, {
			series: params.series,
			person: await personNamed(actor, 'owner', form.text('owner'))
		});
	}),
	noOwner: action(async (actor, form, { params }: RequestEvent) => {
		await removeOwner(actor, { series: params.series, person: form.text('person') });
	}),
	publish: action(async (actor, _form, { params }: RequestEvent) => {
		await publishSeries(actor, { series: params.series });
		redirect(303, `/series/${params.series}`);
	})
};
