import { listDemoLetters } from '#modules/notices/server/demo.ts';
import { now } from '#platform/server/clock.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const to = url.searchParams.get('to') ?? undefined;
	const { items, next } = await listDemoLetters(actor, { cursor, to });
	return { letters: items, next, to: to ?? null, now: now().toString() };
});
