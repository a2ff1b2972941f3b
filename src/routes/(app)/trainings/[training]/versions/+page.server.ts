import { documentVersion, documentVersions } from '#modules/documents/server/history.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const document = params.training;
		const training = await getTraining(actor, { training: document });
		const { items: versions } = await documentVersions(actor, { document });
		const number = Number(url.searchParams.get('version')) || versions[0]?.number;
		return {
			training,
			versions,
			shown: number ? await documentVersion(actor, { document, number }) : null
		};
	})
);
