import { letterKinds } from '#modules/notices/notices.ts';
import { listBlocks, unblockMentions } from '#modules/notices/server/blocking.ts';
import { listFollows } from '#modules/notices/server/follows.ts';
import { follow } from '#modules/notices/server/forms.ts';
import {
	countMyLetters,
	listLetterKinds,
	setLetterKind
} from '#modules/notices/server/stopping.ts';
import { getMe } from '#modules/people/server/me.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => {
	const { count } = await countMyLetters(actor, {});
	return readTogether(actor, async () => ({
		letters: count,
		follows: (await listFollows(actor, {})).items,
		blocks: (await listBlocks(actor, {})).items,
		kinds: (await listLetterKinds(actor, {})).items,
		week: (await getMe(actor, {})).week
	}));
});

export const actions = {
	follow: action(async (actor, form, _event: RequestEvent) => {
		await follow(actor, form);
		return { saved: true };
	}),
	unblock: action(async (actor, form, _event: RequestEvent) => {
		await unblockMentions(actor, { person: form.text('person') });
		return { saved: true };
	}),
	kind: action(async (actor, form, _event: RequestEvent) => {
		const kind = letterKinds.find((each) => each === form.text('kind'));
		if (kind) await setLetterKind(actor, { kind, on: form.text('on') === 'yes' });
		return { saved: true };
	})
};
