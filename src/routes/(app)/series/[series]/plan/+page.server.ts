import { redirect } from '@sveltejs/kit';
import { personNamed } from '#modules/people/server/named.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import {
	addOwner,
	addPart,
	addTrainer,
	changeSeries,
	changeTraining,
	moveTraining,
	removeOwner,
	removeTrainer
} from '#modules/series/server/planning.ts';
import { getPlan, savePlan } from '#modules/series/server/plan-note.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { seriesFairness } from '#modules/series/server/fairness.ts';
import { level } from '#modules/series/series.ts';
import { Invalid } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const series = await getSeries(actor, { series: params.series });
	const plan = await getPlan(actor, { series: params.series });
	if (!series.may.change) return { series, plan, people: [], fairness: null };
	const { items: people } = await listPeople(actor, {});
	const fairness = await seriesFairness(actor, { series: params.series });
	return { series, plan, people, fairness };
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
