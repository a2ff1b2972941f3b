import { redirect } from '@sveltejs/kit';
import { createCircle } from '#modules/people/server/circles.ts';
import { joining } from '#modules/people/people.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (_actor, _event: PageServerLoadEvent) => ({}));

export const actions = {
	default: action(async (actor, form, _event: RequestEvent) => {
		const way = joining.safeParse(form.text('joining'));
		const { id } = await createCircle(actor, {
			name: form.text('name'),
			about: form.text('about'),
			joining: way.success ? way.data : 'open',
			atMost: form.number('atMost')
		});
		redirect(303, `/people/circles/${id}`);
	})
};
