import { listCircles } from '#modules/people/server/circles.ts';
import { joinCircle } from '#modules/people/server/joining.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const { items, next } = await listCircles(actor, cursor ? { cursor } : {});
	return { circles: items, next: next && `?${new URLSearchParams({ cursor: next })}` };
});

export const actions = {
	join: action((actor, form, _event: RequestEvent) =>
		joinCircle(actor, { circle: form.text('circle') })
	)
};
