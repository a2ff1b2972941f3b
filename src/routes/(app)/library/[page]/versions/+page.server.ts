import { documentVersion, documentVersions } from '#modules/documents/server/history.ts';
import { getPage } from '#modules/library/server/pages.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const document = params.page;
		const kept = await getPage(actor, { page: document });
		const { items: versions } = await documentVersions(actor, { document });
		const number = Number(url.searchParams.get('version')) || versions[0]?.number;
		return {
			kept,
			versions,
			shown: number ? await documentVersion(actor, { document, number }) : null
		};
	})
);
