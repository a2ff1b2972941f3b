import { redirect } from '@sveltejs/kit';
import { answerFollowUp, changeAnswer, takeBackAnswer } from '#modules/methods/server/answers.ts';
import { getFollowUp, moveFollowUp } from '#modules/methods/server/follow-ups.ts';
import { readAnswerIn } from '#modules/methods/server/forms.ts';
import { endAdoption, resumeAdoption } from '#modules/methods/server/taking-up.ts';
import { now } from '#platform/server/clock.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const today = todayIn(actor.zone, now());
	return {
		trial: await getFollowUp(actor, { followUp: params.adoption }),
		today,
		tomorrow: Temporal.PlainDate.from(today).add({ days: 1 }).toString(),
		/** True while an answer that was given is said anew, which works by address alone. */
		anew: url.searchParams.has('anew')
	};
});

export const actions = {
	answer: action(async (actor, form, { params }: RequestEvent) => {
		await answerFollowUp(actor, readAnswerIn(params.adoption, form));
		return { done: 'answered' as const };
	}),
	change: action(async (actor, form, { params }: RequestEvent) => {
		await changeAnswer(actor, readAnswerIn(params.adoption, form));
		redirect(303, `/mine/${params.adoption}`);
	}),
	takeBack: action(async (actor, form, { params }: RequestEvent) => {
		await takeBackAnswer(actor, { followUp: params.adoption });
		return { done: 'taken back' as const, outcome: form.text('outcome'), note: form.text('note') };
	}),
	move: action(async (actor, form, { params }: RequestEvent) => {
		const { askOn } = await moveFollowUp(actor, {
			followUp: params.adoption,
			askOn: form.text('askOn')
		});
		return { done: 'moved' as const, askOn };
	}),
	end: action(async (actor, _form, { params }: RequestEvent) => {
		await endAdoption(actor, { adoption: params.adoption });
	}),
	resume: action(async (actor, _form, { params }: RequestEvent) => {
		await resumeAdoption(actor, { adoption: params.adoption });
	})
};
