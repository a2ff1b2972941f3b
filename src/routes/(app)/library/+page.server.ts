import { libraryFront } from '#modules/library/server/front.ts';
import { listPages } from '#modules/library/server/pages.ts';
import {
	createShelf,
	listShelves,
	orderShelves,
	renameShelf,
	takeDownShelf
} from '#modules/library/server/shelves.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { url }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('shelf');
	const cursor = url.searchParams.get('after') ?? undefined;
	return readTogether(actor, async () => {
		const front = asked ? null : await libraryFront(actor, {});
		const { items: shelves } = await listShelves(actor, {});
		const one = asked
			? {
					name: shelves.find(({ id }) => id === asked)?.name ?? null,
					id: asked,
					...(await listPages(actor, { shelf: asked, cursor }))
				}
			: null;
		return { front, one, shelves };
	});
});

export const actions = {
	putUp: action(async (actor, form, _event: RequestEvent) => {
		await createShelf(actor, { name: form.text('name') });
		return { done: 'put up' as const };
	}),
	rename: action(async (actor, form, _event: RequestEvent) => {
		await renameShelf(actor, { shelf: form.text('shelf'), name: form.text('name') });
		return { done: 'renamed' as const };
	}),
	order: action(async (actor, form, _event: RequestEvent) => {
		await orderShelves(actor, { shelves: form.all('shelves') });
		return { done: 'ordered' as const };
	}),
	takeDown: action(async (actor, form, _event: RequestEvent) => {
		await takeDownShelf(actor, { shelf: form.text('shelf') });
		return { done: 'taken down' as const, name: form.text('name') };
	})
};
