import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { addMembers, leaveCircle } from '#modules/people/server/joining.ts';
import { find } from '#modules/search/server/find.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { postComment } from './comments.ts';
import { openBoxes } from './question-box.ts';
import {
	askCircle,
	getQuestion,
	listQuestions,
	restoreQuestion,
	withdrawQuestion
} from './questions.ts';

let close: () => Promise<void>;
let crew: Actor[];
let siti: Actor;
let circle: string;
let pair: string;

beforeAll(async () => {
	close = await openTestPlace();
	crew = [];
	for (const name of ['Darcy', 'Mei', 'Kofi', 'Abena', 'Liam']) crew.push(await person(name));
	siti = await person('Siti', { steward: true });
	const members = crew.map(({ id }) => id);
	({ id: circle } = await createCircle(crew[0]!, { name: 'Night', joining: 'closed', members }));
	const two = { name: 'Two', joining: 'closed' as const, members: members.slice(0, 2) };
	({ id: pair } = await createCircle(crew[0]!, two));
});
afterAll(() => close());

const asked = async (who: Actor) =>
	(await listQuestions(who, { circle })).items.map(({ words, author }) => [words, author?.name]);
const told = async (who: Actor) =>
	(await listNotices(who, {})).items.map(({ actor, title }) => `${actor?.name}: ${title}`);

test('a circle is asked by its people, who alone read and answer it', async () => {
	const [darcy, mei] = crew as [Actor, Actor];
	await expect(askCircle.ask(null, { circle, words: 'Why?' })).rejects.toThrow('Sign in');
	await expect(askCircle(siti, { circle, words: 'Why?' })).rejects.toThrow(
		'circle that you are in'
	);
	await expect(askCircle(mei, { circle, words: ' ' })).rejects.toThrow('Write your question');
	const { id } = await askCircle(mei, { circle, words: 'Who keeps the keys?' });
	await runDue();
	expect(await asked(darcy)).toEqual([['Who keeps the keys?', 'Mei']]);
	expect(await told(darcy)).toContain('Mei: Who keeps the keys?');
	expect(await told(mei)).not.toContain('Mei: Who keeps the keys?');
	expect((await listQuestions(siti, { circle })).items).toEqual([]);
	await expect(getQuestion(siti, { question: id! })).rejects.toThrow('no such question');
	expect((await find(siti, { q: 'keys' })).items).toEqual([]);
	expect((await find(darcy, { q: 'keys' })).items).toHaveLength(1);
	await postComment(darcy, { about: { kind: 'question', id: id! }, markdown: 'I do.' });
	expect((await getQuestion(mei, { question: id! })).answers).toBe(1);
	const about = { kind: 'question', id: id! };
	await expect(postComment(siti, { about, markdown: 'Me' })).rejects.toThrow('nothing here');
});

test('whoever asked by name takes it out of sight and back', async () => {
	const [darcy, mei] = crew as [Actor, Actor];
	const { id } = await askCircle(darcy, { circle, words: 'Shall we stop early?' });
	const question = id!;
	await expect(withdrawQuestion(mei, { question })).rejects.toThrow('not yours');
	await withdrawQuestion(darcy, { question });
	await expect(getQuestion(mei, { question })).rejects.toThrow('no such question');
	expect((await find(mei, { q: 'early' })).items).toEqual([]);
	expect((await getQuestion(darcy, { question })).withdrawn).toBe(true);
	await restoreQuestion(darcy, { question });
	expect((await getQuestion(mei, { question })).withdrawn).toBe(false);
	await leaveCircle(mei, { circle });
	await expect(getQuestion(mei, { question })).rejects.toThrow('no such question');
	const own = (await find(mei, { q: 'keys' })).items;
	expect(own).toEqual([]);
	await addMembers(darcy, { circle, members: [mei.id] });
});

test('without a name it comes out with the new day, and nothing here says whose it is', async () => {
	const [darcy, mei, kofi, abena] = crew as [Actor, Actor, Actor, Actor];
	await expect(askCircle(mei, { circle: pair, words: 'Us?', named: false })).rejects.toThrow(
		'Where fewer than 5 people are'
	);
	const asking = [
		[mei, 'zzzWhat is a handover?'],
		[kofi, 'zzzWhere is the roster?'],
		[abena, 'zzzAm I too slow?']
	] as const;
	for (const [who, words] of asking) {
		freezeAt(now().add({ minutes: 7 }));
		expect(await askCircle(who, { circle, words, named: false })).toEqual({ id: null });
	}
	await runDue();
	expect(await openBoxes(now())).toBe(0);
	expect((await asked(mei)).flat().filter((word) => word?.startsWith('zzz'))).toEqual([]);
	for (const who of crew)
		expect((await as(who.id, (tx) => sql`select * from question_box`.execute(tx))).rows).toEqual(
			[]
		);

	await askCircle(mei, { circle, words: 'zzzWhat is a handover?', named: false });

	const midnight = Temporal.Instant.from('2027-01-19T00:00:00Z');
	freezeAt(Temporal.Instant.from('2027-01-19T03:11:00Z'));
	expect(await openBoxes(now())).toBe(3);
	await runDue();
	const out = (await asked(darcy)).filter(([words]) => words!.startsWith('zzz'));
	expect(out.map(([, name]) => name)).toEqual([undefined, undefined, undefined]);
	// Everybody hears of all three, whoever asked as well: who is not told would stand out.
	for (const who of crew)
		expect((await told(who)).filter((line) => line.includes('zzz'))).toHaveLength(3);

	const { rows } = await asSystem('keeping the index', (tx) =>
		sql<{ at: Date | string }>`
			select q.at from question q where q.author_id is null
			union all select e.at from event e where e.kind = 'question' and e.actor_id is null`.execute(tx)
	);
	expect(rows).toHaveLength(6);
	for (const { at } of rows)
		expect(Temporal.Instant.compare(Temporal.Instant.from(String(at)), midnight)).toBe(0);
	const tables = await asSystem('keeping the index', (tx) =>
		sql<{ count: number }>`select count(*)::integer as count from event
			where at between '2027-01-18T12:01:00Z' and '2027-01-18T12:30:00Z'`.execute(tx)
	);
	expect(tables.rows[0]!.count).toBe(0);
	// Asked as a new day has begun and yesterday's box was not emptied yet, it waits with that for another.
	await askCircle(kofi, { circle, words: 'zzzLate', named: false });
	freezeAt(Temporal.Instant.from('2027-01-20T00:00:03Z'));
	await askCircle(abena, { circle, words: 'zzzEarly', named: false });
	expect(await openBoxes(now())).toBe(0);
	freezeAt(Temporal.Instant.from('2027-01-21T00:00:03Z'));
	expect(await openBoxes(now())).toBe(2);

	const { items } = await listQuestions(mei, { circle });
	const own = items.find(({ words }) => words === 'zzzWhat is a handover?')!;
	expect(own.may.withdraw).toBe(false);
	await expect(withdrawQuestion(mei, { question: own.id })).rejects.toThrow('not yours');
});
