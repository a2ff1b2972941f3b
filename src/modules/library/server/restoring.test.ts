import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentVersions } from '#modules/documents/server/history.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import type { Actor } from '#platform/server/door.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { openTestPlace, person } from '#start/server/testing.ts';

import { publishFromTraining } from './keeping.ts';
import { widenPage } from './owning.ts';
import { getPage } from './pages.ts';
import { createPage, editPage, restorePageVersion } from './writing.ts';

let close: () => Promise<void>;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	mei = await person('Mei');
	kofi = await person('Kofi');
});
afterAll(() => close());

test('a stranger and a reader restore no page', async () => {
	const { page } = await createPage(darcy, { title: 'Nights', markdown: 'One.' });
	await editPage(darcy, { page, markdown: 'Two.' });
	const input = { page, number: 1 };
	await expect(restorePageVersion.ask(null, input)).rejects.toThrow('Sign in first');
	await expect(restorePageVersion(kofi, input)).rejects.toThrow('not yours');
});

test('what was read by fewer people is not restored for more', async () => {
	const circle = await createCircle(darcy, {
		name: 'Night shift',
		joining: 'closed',
		members: [mei.id]
	});
	const { id, parts } = await createSeries(darcy, {
		title: 'Nights',
		audience: `circle:${circle.id}`,
		expectation: { level: 'offered' },
		parts: [
			{ title: 'Handing over', markdown: 'A line.', opens: '2027-01-18', closes: '2027-01-31' }
		]
	});
	await publishSeries(darcy, { series: id });
	const { training } = parts[0]!;
	const shared = { training, markdown: 'Ama wakes me at two.' };
	const { id: submission } = await addSubmission(mei, shared);
	const { page } = await publishFromTraining(darcy, { training, submissions: [submission] });
	await widenPage(darcy, { page, audience: 'everyone' });
	await expect(restorePageVersion(darcy, { page, number: 1 })).rejects.toThrow('other readers');
	const { items } = await documentVersions(darcy, { document: page });
	expect(items.map(({ may }) => may.restore)).toEqual([false, false]);
	expect((await getPage(kofi, { page })).markdown).toBe('A line.');
});

test('a page says when it was changed since it came out, and nothing before', async () => {
	const { page } = await createPage(darcy, { title: 'Nights', markdown: 'One.' });
	expect((await getPage(kofi, { page })).edited).toBeNull();
	freezeAt(now().add({ hours: 1 }));
	await editPage(darcy, { page, markdown: 'Two.' });
	expect((await getPage(kofi, { page })).edited).toBe('2027-01-18T13:00:00.000Z');
});
