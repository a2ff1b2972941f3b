import { redirect } from '@sveltejs/kit';
import { openNotice } from '#modules/notices/server/inbox.ts';
import { page } from '#platform/server/web/kit.ts';
import type { RequestEvent } from './$types';

/** Opening a notice marks it as read and leads on. */
export const GET = page(async (actor, { params }: RequestEvent): Promise<Response> => {
	const { url } = await openNotice(actor, { notice: params.notice });
	redirect(303, url);
});
