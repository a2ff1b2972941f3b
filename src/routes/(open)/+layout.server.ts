import { place } from '#modules/people/server/place.ts';

export const load = async () => ({ place: (await place())?.name ?? null });
