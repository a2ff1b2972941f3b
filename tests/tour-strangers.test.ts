import { expect, test } from 'vitest';
import { desk, inside, outside, sharing, sightsOf, writing } from './pages.ts';
import { scene, walk } from './tour.ts';

const at = scene('busy');
walk(at, { who: null, pages: outside, closely: true });

test('a stranger is asked to sign in wherever else they go', async () => {
	const sights = { ...(await sightsOf(at.place(), 'Darcy')), submission: 'somebody-s' };
	for (const entry of Object.values({ ...inside, ...writing, ...sharing, ...desk }))
		for (const address of [entry(sights)].flat()) {
			const answer = await fetch(at.place().origin + address, { redirect: 'manual' });
			const asked = `/sign-in?to=${encodeURIComponent(address)}`;
			expect.soft(answer.headers.get('location'), address).toBe(asked);
		}
});
