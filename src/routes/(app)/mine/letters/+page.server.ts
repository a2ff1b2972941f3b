import { letterKinds } from '#modules/notices/notices.ts';
import { listFollows } from '#modules/notices/server/follows.ts';
import { follow } from '#modules/notices/server/forms.ts';
import {
	countMyLetters,
	listLetterKinds,
	setLetterKind
} from '#modules/notices/server/stopping.ts';
import { getMe } from '#modules/people/server/me.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => {
	const [follows, kinds, letters, { week }] = await Promise.all([
		listFollows(actor, {}),
		listLetterKinds(actor, {}),
		countMyLetters(actor, {}),
		getMe(actor, {})
	]);
	return { follows: follows.items, kinds: kinds.items, letters: letters.count, week };
});

export const actions = {
	follow: action(async (actor, form, _event: RequestEvent) => {
		await follow(actor, form);
		return { saved: true };
	}),
	kind: action(async (actor, form, _event: RequestEvent) => {
		const kind = letterKinds.find((each) => each === form.text('kind'));
		if (kind) await setLetterKind(actor, { kind, on: form.text('on') === 'yes' });
		return { saved: true };
	})
};
