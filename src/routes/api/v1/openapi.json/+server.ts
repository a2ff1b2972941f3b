import { place } from '#modules/people/server/place.ts';
import { openapi } from '#platform/server/web/openapi.ts';
import { modules } from '#start/server/modules.ts';

export const GET = async () => {
	const here = await place();
	return Response.json(
		openapi(
			modules.flatMap((module) => module.doors),
			here?.name ?? 'Junto'
		)
	);
};
