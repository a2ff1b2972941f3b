import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestPlace } from '#start/server/testing.ts';
import { freezeAt, now } from './clock.ts';
import { forgetTries, limit } from './limits.ts';

let close: () => Promise<void>;

beforeAll(async () => {
	close = await openTestPlace();
});
afterAll(() => close());

test('of many tries at once no more pass than may, and once they are old enough others do', async () => {
	const tries = (subject: string) =>
		Promise.allSettled(Array.from({ length: 30 }, () => limit(subject, 5, 15)));
	const passed = async (subject: string) =>
		(await tries(subject)).filter(({ status }) => status === 'fulfilled').length;
	expect(await passed('password of Mei')).toBe(5);
	expect(await passed('password of Kofi')).toBe(5);
	freezeAt(now().add({ minutes: 10 }));
	await expect(limit('password of Mei', 5, 15)).rejects.toThrow('Wait 15 minutes');
	freezeAt(now().add({ minutes: 6 }));
	expect(await passed('password of Mei')).toBe(5);
});

test('tries of a day ago are kept no longer', async () => {
	expect(await forgetTries(now().add({ hours: 23 }))).toBe(0);
	expect(await forgetTries(now().add({ hours: 25 }))).toBe(10);
	expect(await forgetTries(now().add({ hours: 25 }))).toBe(0);
});
