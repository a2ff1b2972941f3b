import { answerFollowUp, takeBackAnswer } from '#modules/methods/server/answers.ts';
import { getFollowUp } from '#modules/methods/server/follow-ups.ts';
import { readAnswerIn } from '#modules/methods/server/forms.ts';
import { readAnswerLink, type Asked } from '#modules/notices/server/answering.ts';
import { addSubmission, withdrawSubmission } from '#modules/series/server/submissions.ts';
import { finishReminder, reopenReminder } from '#modules/notices/server/reminding.ts';
import { snoozeAsk } from '#modules/notices/server/asks.ts';
import { now } from '#platform/server/clock.ts';
import { answerSurvey, takeBackAnswers } from '#modules/surveys/server/answering.ts';
import { answersIn } from '#modules/surveys/server/forms.ts';
import { getSurvey } from '#modules/surveys/server/reading.ts';
import { Conflict, Forbidden } from '#platform/errors.ts';
import { fromLetter } from '#platform/server/events.ts';
import { limit } from '#platform/server/limits.ts';
import { openAction } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

/** Looking at the page changes nothing: programs that open the links of letters must not answer for anybody. */
export const load = async ({ params, locals, setHeaders }: PageServerLoadEvent) => {
	setHeaders({ 'cache-control': 'no-store' });
	const { actor, kind, subject, state } = await readAnswerLink(params.token);
	const reader = { name: actor.name, zone: actor.zone };
	if (locals.actor && locals.actor.id !== actor.id)
		return { reader, signedInAs: locals.actor.name, state: 'foreign' as const };
	const trial =
		kind === 'adoption' && state === 'open'
			? await getFollowUp(actor, { followUp: subject.id })
			: null;
	const survey =
		kind === 'survey' && state === 'open'
			? await getSurvey(actor, { survey: subject.id })
			: undefined;
	const words = kind === 'reminder' ? (subject.quotes ?? '') : '';
	return { reader, kind, title: subject.title, url: subject.url, words, state, trial, survey };
};

export const actions = {
	answer: openAction(async (form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'open');
		await fromLetter(() => answerFollowUp(actor, readAnswerIn(subject.id, form)));
		return { done: 'answered' as const };
	}),
	takeBack: openAction(async (_form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'answered');
		const { answer } = await getFollowUp(actor, { followUp: subject.id });
		await takeBackAnswer(actor, { followUp: subject.id });
		return { done: 'taken back' as const, outcome: answer?.outcome, note: answer?.note };
	}),
	survey: openAction(async (form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'open');
		const survey = subject.id;
		const { questions, mode } = await getSurvey(actor, { survey });
		await answerSurvey(actor, { survey, answers: answersIn(form, questions) });
		return { done: 'survey answered' as const, mode };
	}),
	unsay: openAction(async (_form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'answered');
		await takeBackAnswers(actor, { survey: subject.id });
		return { done: 'withdrawn' as const };
	}),
	end: openAction(async (_form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'open');
		await finishReminder(actor, { reminder: subject.id });
		return { done: 'reminded' as const };
	}),
	reopen: openAction(async (_form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'answered');
		await reopenReminder(actor, { reminder: subject.id });
		return { done: 'reopened' as const };
	}),
	week: openAction(async (_form, event: RequestEvent) => {
		const { actor, ask } = await asked(event, 'open');
		const day = now().toZonedDateTimeISO(actor.zone).toPlainDate().add({ days: 7 });
		const until = day.toZonedDateTime(actor.zone).toInstant().toString();
		await snoozeAsk(actor, { ask, until });
		return { done: 'put off' as const, until };
	}),
	share: openAction(async (form, event: RequestEvent) => {
		const { actor, subject } = await asked(event, 'open');
		const markdown = form.text('markdown');
		const { id } = await fromLetter(() => addSubmission(actor, { training: subject.id, markdown }));
		return { done: 'shared' as const, submission: id };
	}),
	unshare: openAction(async (form, event: RequestEvent) => {
		const { actor } = await asked(event, 'answered');
		await withdrawSubmission(actor, { submission: form.text('submission') });
		return { done: 'withdrawn' as const };
	})
};

/** The ask of a link that may be used for this, by nobody but whom it is for. Throws Conflict once it is too late, Forbidden for somebody else. */
async function asked({ params, locals }: RequestEvent, wanted: Asked['state']): Promise<Asked> {
	const found = await readAnswerLink(params.token);
	await limit(`answer ${found.subject.id} ${found.actor.id}`, 20, 15);
	if (locals.actor && locals.actor.id !== found.actor.id)
		throw new Forbidden('This link is somebody else’s');
	if (found.state !== wanted)
		throw new Conflict(
			found.state === 'over'
				? 'This link is too old. Sign in to answer'
				: 'This was answered already. Sign in to say otherwise'
		);
	return found;
}
