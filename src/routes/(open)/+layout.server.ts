import { place } from '#modules/people/server/place.ts';

export const load = async () => {
	const here = await place();
	return { place: here?.name ?? null, demo: here?.demo ?? false };
};
