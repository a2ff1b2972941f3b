import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { arrive } from './visits.ts';

let close: () => Promise<void>;
let mei: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	mei = await person('Mei');
	kofi = await person('Kofi');
});
afterAll(() => close());

const at = (instant: string) => freezeAt(Temporal.Instant.from(instant));

test('a stranger arrives nowhere', async () => {
	await expect(arrive.ask(null, { subject: newId() })).rejects.toThrow('Sign in first');
});

test('coming back tells when the last visit began, and goes on telling it while this one lasts', async () => {
	const subject = newId();
	at('2027-01-18T12:00:00Z');
	expect(await arrive(mei, { subject })).toEqual({ before: null });
	at('2027-01-18T12:20:00Z');
	expect(await arrive(mei, { subject })).toEqual({ before: null });
	at('2027-01-20T08:00:00Z');
	expect(await arrive(mei, { subject })).toEqual({ before: '2027-01-18T12:00:00.000Z' });
	at('2027-01-20T08:25:00Z');
	expect(await arrive(mei, { subject })).toEqual({ before: '2027-01-18T12:00:00.000Z' });
	expect(await arrive(kofi, { subject })).toEqual({ before: null });
});
