import { listNotices, readNotices } from '#modules/notices/server/inbox.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const cursor = url.searchParams.get('before') ?? undefined;
	return { notices: await listNotices(actor, { cursor }), older: cursor !== undefined };
});

export const actions = {
	read: action(async (actor, _form, _event: RequestEvent) => {
		await readNotices(actor, {});
		return { done: true };
	})
};
