import { askedIn, forWriting } from '#modules/discussion/asked.ts';
import {
	getQuestion,
	restoreQuestion,
	withdrawQuestion
} from '#modules/discussion/server/questions.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { getFollow } from '#modules/notices/server/follows.ts';
import { follow } from '#modules/notices/server/forms.ts';
import { getCircle } from '#modules/people/server/circles.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { talking } from '#routes/talking.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const asked = askedIn(url);
		const question = await getQuestion(actor, params);
		return {
			question,
			asked,
			circle: await getCircle(actor, { circle: question.circle }),
			rhythm: (await getFollow(actor, { kind: 'question', id: question.id })).rhythm,
			said: forWriting(await listCommentsOn(actor, { ids: question.id, whole: asked.whole }))
		};
	})
);

export const actions = {
	...talking,
	follow: action(follow),
	withdraw: action(async (actor, _form, { params }: RequestEvent) => {
		await withdrawQuestion(actor, params);
	}),
	restore: action(async (actor, _form, { params }: RequestEvent) => {
		await restoreQuestion(actor, params);
	})
};
