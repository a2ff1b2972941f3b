import { redirect } from '@sveltejs/kit';
import { askCircle, listQuestions } from '#modules/discussion/server/questions.ts';
import { getLocale } from '#locale';
import { boxesOpen, namelessFrom } from '#modules/discussion/questions.ts';
import { joining } from '#modules/people/people.ts';
import { changeCircle, getCircle } from '#modules/people/server/circles.ts';
import {
	addMembers,
	answerRequest,
	joinCircle,
	leaveCircle,
	removeMember
} from '#modules/people/server/joining.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { localTime } from '#modules/people/zones.ts';
import { now } from '#platform/server/clock.ts';
import { sayWhen } from '#platform/time/format.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const circle = await getCircle(actor, { circle: params.circle });
	const q = circle.may.change ? (url.searchParams.get('q') ?? '') : '';
	const found = q ? (await listPeople(actor, { q })).items : [];
	const inside = new Set(circle.members.map(({ id }) => id));
	const at = now();
	const member = circle.members.some(({ id }) => id === actor.id);
	const after = url.searchParams.get('after') ?? undefined;
	const asked = { circle: params.circle, cursor: after };
	return {
		circle,
		nameless: circle.members.length >= namelessFrom,
		opens: sayWhen(boxesOpen(at.toString()), {
			...{ locale: getLocale(), zone: actor.zone, now: at.toString() }
		}),
		questions: member ? await listQuestions(actor, asked) : null,
		q,
		mine: actor.id,
		members: circle.members.map((person) => ({
			...person,
			there: localTime(at, person.zone, actor.zone)
		})),
		found: found.filter(({ id }) => !inside.has(id)).slice(0, 20)
	};
});

export const actions = {
	question: action(async (actor, form, { params }: RequestEvent) => {
		const named = form.text('nameless') !== 'yes';
		await askCircle(actor, { circle: params.circle, words: form.text('words'), named });
		return { asked: named ? ('named' as const) : ('nameless' as const) };
	}),
	join: action((actor, _form, { params }: RequestEvent) =>
		joinCircle(actor, { circle: params.circle })
	),
	leave: action(async (actor, _form, { params }: RequestEvent) => {
		await leaveCircle(actor, { circle: params.circle });
		redirect(303, '/people/circles');
	}),
	answer: action((actor, form, { params }: RequestEvent) =>
		answerRequest(actor, {
			circle: params.circle,
			person: form.text('person'),
			accept: form.text('accept') === 'yes'
		})
	),
	add: action((actor, form, { params }: RequestEvent) =>
		addMembers(actor, { circle: params.circle, members: form.all('person') })
	),
	remove: action((actor, form, { params }: RequestEvent) =>
		removeMember(actor, { circle: params.circle, person: form.text('person') })
	),
	change: action((actor, form, { params }: RequestEvent) => {
		const way = joining.safeParse(form.text('joining'));
		return changeCircle(actor, {
			circle: params.circle,
			name: form.text('name'),
			about: form.text('about'),
			...(way.success && { joining: way.data }),
			atMost: form.number('atMost')
		});
	})
};
