import { postComment, withdrawComment } from '#modules/discussion/server/comments.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { giveThanks, listThanks } from '#modules/discussion/server/thanks.ts';
import { listPages } from '#modules/library/server/pages.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { adopt, endAdoption, same, takeBackSame } from '#modules/methods/server/taking-up.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	addSubmission,
	listSubmissions,
	restoreSubmission,
	widenSubmission,
	withdrawSubmission
} from '#modules/series/server/submissions.ts';
import { checkOff, startEarly } from '#modules/series/server/taking-part.ts';
import { action, page, type Form } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const [training, submissions] = await Promise.all([
		getTraining(actor, { training: params.training }),
		listSubmissions(actor, {
			training: params.training,
			cursor: url.searchParams.get('after') ?? undefined
		})
	]);
	const ids = [training.id, ...submissions.items.map(({ id }) => id)].join(',');
	const [became, comments, thanks, pages, circles] = await Promise.all([
		evidence(actor, { documents: ids }),
		listCommentsOn(actor, { ids }),
		listThanks(actor, { ids }),
		listPages(actor, { training: params.training }),
		listCircles(actor, { mine: true })
	]);
	return {
		training,
		submissions,
		became,
		comments: comments.items,
		thanks: thanks.items,
		pages: pages.items,
		circles: circles.items,
		/** The block whose panel is open, which works by address alone. */
		at: url.searchParams.get('at')
	};
});

export const actions = {
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
	adopt: action(async (actor, form) => {
		const { askOn } = await adopt(actor, {
			document: form.text('document'),
			blocks: form.all('block'),
			why: form.text('why'),
			how: form.text('how'),
			askOn: form.text('askOn') || undefined,
			shown: form.text('shown') === 'yes'
		});
		return { done: 'adopted' as const, askOn };
	}),
	end: action(async (actor, form) => {
		await endAdoption(actor, { adoption: form.text('adoption') });
	}),
	same: action(async (actor, form) => {
		await same(actor, {
			document: form.text('document'),
			blocks: form.all('block'),
			note: form.text('note')
		});
		return { done: 'same' as const };
	}),
	notSame: action(async (actor, form) => {
		await takeBackSame(actor, { same: form.text('same') });
	}),
	comment: action(async (actor, form) => {
		await postComment(actor, {
			about: aboutOf(form),
			markdown: form.text('markdown'),
			replyTo: form.text('replyTo') || undefined
		});
		return { done: 'commented' as const };
	}),
	withdrawComment: action(async (actor, form) => {
		await withdrawComment(actor, { comment: form.text('comment') });
	}),
	thank: action(async (actor, form) => {
		await giveThanks(actor, { about: aboutOf(form) });
		return { done: 'thanked' as const };
	}),
	withdraw: action(async (actor, form) => {
		const submission = form.text('submission');
		await withdrawSubmission(actor, { submission });
		return { done: 'withdrawn' as const, submission };
	}),
	restore: action(async (actor, form) => {
		await restoreSubmission(actor, { submission: form.text('submission') });
	}),
	widen: action(async (actor, form) => {
		await widenSubmission(actor, { submission: form.text('submission') });
	})
};

function aboutOf(form: Form) {
	return { kind: form.text('kind'), id: form.text('id'), block: form.text('block') || undefined };
}
