import { expect, test } from 'vitest';
import { closed, once, outside, pagesThereAre, sightsOf } from './pages.ts';
import { scene } from './scene.ts';
import { walk } from './tour.ts';

const at = scene('demo');
walk(at, { who: null, pages: outside, closely: true });

test('the tour knows every page', () => {
	const known = Object.keys({ ...closed(), ...outside, ...once });
	expect(known.sort()).toEqual(pagesThereAre());
});

test('a stranger is asked to sign in wherever else they go', async () => {
	const { submission } = await sightsOf(at.place(), 'member');
	const sights = { ...(await sightsOf(at.place(), 'owner')), submission };
	for (const entry of Object.values(closed()))
		for (const address of [entry(sights)].flat()) {
			const answer = await fetch(at.place().origin + address, { redirect: 'manual' });
			const asked = `/sign-in?to=${encodeURIComponent(address)}`;
			expect.soft(answer.headers.get('location'), address).toBe(asked);
		}
});
