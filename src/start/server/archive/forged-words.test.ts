import { afterAll, beforeAll, expect, test } from 'vitest';
import { listComments } from '#modules/discussion/server/reading.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { audienceFrom, sameAs } from '#platform/server/audiences.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { forge } from './forging.ts';
import { importOpen } from './import.ts';
import { openVictim, type Victim } from './victim.ts';

const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';
let victim: Victim;
/** Forged, and in every row such as may come in. */
beforeAll(async () => {
	victim = await openVictim();
	const { olu, circle, forged, env, honest } = victim;
	const archive = await forge(honest);
	const stranger = String(
		archive.rowsOf('address').find(({ email }) => email === 'darcy@example.org')?.person_id
	);
	archive.change('version', (all) =>
		all.map((row) => ({
			...row,
			html: script,
			blocks: (row.blocks as object[]).map((block) => ({ ...block, html: script })),
			content: spiked(row.content as Spiked)
		}))
	);
	archive.change('comment', (all) =>
		all.map((row) => ({ ...row, html: String(row.html) + script }))
	);
	// A set of people that calls itself by the name of another, and a circle that is ours with somebody in it.
	const alone = sameAs([olu.id]);
	const others = newId();
	archive.change('audience', (all) => [
		...all,
		{ id: others, kind: 'people', same_as: alone },
		{ id: circle, kind: 'circle', same_as: null }
	]);
	archive.change('audience_person', (all) => [
		...all,
		{ audience_id: others, person_id: stranger }
	]);
	archive.change('circle', (all) => [...all, { ...all[0]!, id: circle }]);
	archive.change('circle_member', (all) => [
		...all,
		{ circle_id: circle, person_id: stranger, since: '2027-01-18T12:00:00Z' }
	]);
	archive.write(forged);
	await importOpen(forged, env);
}, 120_000);
afterAll(() => victim.close());

test('an archive brings no script in, wherever HTML was stored, and nothing that a link could run', async () => {
	const { mei, world } = victim;
	const { training } = world.request;
	const read = await Promise.all([
		getTraining(mei, { training }),
		listSubmissions(mei, { training }),
		listComments(mei, { kind: 'training', id: training })
	]);
	expect(read[2].items.length).toBeGreaterThan(0);
	const text = JSON.stringify(read);
	expect(text).not.toMatch(/<script|onerror|<img src=.?x|href=.?.?javascript/i);
	expect(text).toContain('First');
});

test('an archive lets nobody into what is here: neither a set of people by a stolen name, nor a circle', async () => {
	const { olu, circle } = victim;
	const { members } = await asSystem('at the machine', async (tx) => ({
		members: await tx
			.selectFrom('circle_member')
			.select('person_id')
			.where('circle_id', '=', circle)
			.execute()
	}));
	expect(members).toEqual([{ person_id: olu.id }]);
	const set = await as(olu.id, (tx) => audienceFrom(tx, `people:${olu.id}`, olu.id));
	const named = await asSystem('at the machine', (tx) =>
		tx.selectFrom('audience_person').select('person_id').where('audience_id', '=', set).execute()
	);
	expect(named).toEqual([{ person_id: olu.id }]);
});
type Spiked = { type: string; content: { content?: unknown[] }[] };

/** A link that would run something, in each block that can hold one. */
function spiked(content: Spiked): Spiked {
	const link = { type: 'link', attrs: { href: 'javascript:alert(1)' } };
	const text = { type: 'text', text: 'press', marks: [link] };
	return {
		...content,
		content: content.content.map((block) => ({
			...block,
			content: [...(block.content ?? []), text]
		}))
	};
}
