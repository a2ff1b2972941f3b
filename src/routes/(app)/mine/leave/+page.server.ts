import { redirect } from '@sveltejs/kit';
import { eraseMe } from '#modules/people/server/erasing.ts';
import { limit } from '#platform/server/limits.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => ({ name: actor.name }));

export const actions = {
	erase: action(async (actor, form, _event: RequestEvent) => {
		await limit(`password of ${actor.id}`, 10, 15);
		const wish = (kind: string) => (form.text(kind) === 'go' ? 'go' : 'stay');
		await eraseMe(actor, {
			name: form.text('name'),
			current: form.text('current-password'),
			submissions: wish('submissions'),
			comments: wish('comments'),
			pages: wish('pages')
		});
		redirect(303, '/sign-in?gone');
	})
};
