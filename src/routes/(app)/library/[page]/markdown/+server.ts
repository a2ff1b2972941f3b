import { getPage } from '#modules/library/server/pages.ts';
import { page } from '#platform/server/web/kit.ts';
import type { RequestEvent } from './$types';

/** The page as a Markdown file to take away. */
export const GET = page(async (actor, { params }: RequestEvent) => {
	const { title, markdown } = await getPage(actor, { page: params.page });
	const name = title.replace(/[^\p{L}\p{N} -]/gu, '').slice(0, 80) || 'page';
	return new Response(`# ${title}\n\n${markdown}\n`, {
		headers: {
			'content-type': 'text/markdown; charset=utf-8',
			'content-disposition': `attachment; filename="page.md"; filename*=UTF-8''${encodeURIComponent(`${name}.md`)}`
		}
	});
});
