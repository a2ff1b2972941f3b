import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listDemoLetters, getDemoLetter } from '#modules/notices/server/demo.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listComments, postComment } from '#modules/discussion/server/comments.ts';
import { listPages } from '#modules/library/server/pages.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { myFollowUps } from '#modules/methods/server/follow-ups.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { demoPeople, enterDemo } from '#modules/people/server/demo.ts';
import { beginDemo, finishDemo } from '#modules/people/server/place.ts';
import { getSeries, getTraining, listSeries } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { at, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { currentPart, todayIn } from '#platform/time/windows.ts';
import { moveDemoOn } from './redating.ts';
import { demoBegins, seedDemo } from './seed.ts';
import { canBeListenedTo, openQuestion, playlistOf } from './voices.fixture.ts';
import { whoIsWho } from './who.ts';

let close: () => Promise<void>;
let agnes: Actor;
let everybody: Actor[];
const shares: number[] = [];
const named = (name: string) => everybody.find((each) => each.name.startsWith(name))!;

beforeAll(async () => {
	close = await openTestPlace();
	agnes = await at(demoBegins(), () => person('Agnes Holm', { steward: true }));
}, 60_000);
afterAll(() => close());

describe('anywhere else', () => {
	test('nobody is shown to choose from, nobody signs in without their password, and letters stay closed', async () => {
		const browser = { person: agnes.id, client: '192.0.2.1' };
		await expect(demoPeople(null, {})).rejects.toThrow('There is nothing here');
		await expect(enterDemo(browser, new Headers())).rejects.toThrow('There is nothing here');
		await expect(listDemoLetters(agnes, {})).rejects.toThrow('There is nothing here');
		await expect(getDemoLetter(agnes, { letter: agnes.id })).rejects.toThrow(
			'There is nothing here'
		);
	});
});

describe('the demo organisation', () => {
	beforeAll(async () => {
		await seedDemo(agnes.id, (share) => shares.push(share));
		const { items } = await demoPeople(null, {});
		everybody = (await Promise.all(items.map(({ id }) => actorOf(id)))).map((each) => each!);
	}, 600_000);

	test('is about forty people in fourteen zones', () => {
		expect(everybody).toHaveLength(40);
		expect(new Set(everybody.slice(1).map(({ zone }) => zone)).size).toBeGreaterThanOrEqual(14);
	});

	test('says how far it is while it is made', () => {
		expect(shares.length).toBeGreaterThan(100);
		expect(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
	});

	test('begins once: a place with people in it is never filled', async () => {
		await expect(seedDemo(agnes.id)).rejects.toThrow('empty place');
		await expect(beginDemo()).rejects.toThrow('empty place');
		await finishDemo();
	});

	test('has nothing that happened in the future, and nothing that nobody of it did', async () => {
		const ids = new Set(everybody.map(({ id }) => id));
		const events = await asSystem('seeding the demo', (tx) =>
			tx.selectFrom('event').select(['actor_id', 'at', 'verb']).execute()
		);
		expect(events.filter((event) => event.at > now().toString())).toEqual([]);
		// That a method is taken up by many, or that the day of a question is over, is nobody's doing alone.
		const foreign = events.filter(
			({ actor_id, verb }) => !ids.has(actor_id ?? '') && !['taken up', 'ended'].includes(verb)
		);
		expect(foreign).toEqual([]);
	});

	test('was written through doors: everything there has the event of its making at the same instant', async () => {
		const made = await asSystem('seeding the demo', async (tx) => ({
			sharing: await tx.selectFrom('sharing').select(['submission_id as id', 'at']).execute(),
			adoption: await tx.selectFrom('adoption').select(['id', 'at']).execute(),
			same_here: await tx.selectFrom('same_here').select(['id', 'at']).execute(),
			comment: await tx.selectFrom('comment').select(['id', 'at']).execute(),
			page: await tx.selectFrom('page').select(['id', 'at']).execute(),
			circle: await tx.selectFrom('circle').select(['id', 'at']).execute(),
			series: await tx.selectFrom('series').select(['id', 'at']).execute(),
			shelf: await tx.selectFrom('shelf').select(['id', 'at']).execute(),
			track: await tx.selectFrom('track').select(['id', 'at']).execute(),
			playlist: await tx.selectFrom('playlist').select(['id', 'at']).execute()
		}));
		const events = await asSystem('seeding the demo', (tx) =>
			tx.selectFrom('event').select(['subject_id', 'at']).execute()
		);
		const happened = new Set(events.map(({ subject_id, at: when }) => `${subject_id} ${when}`));
		for (const [kind, rows] of Object.entries(made)) {
			expect(rows.length, kind).toBeGreaterThan(2);
			expect(
				rows.filter(({ id, at: when }) => !happened.has(`${id} ${when}`)),
				kind
			).toEqual([]);
		}
	});

	test('stands in the middle of four parts, whose windows share their boundary days', async () => {
		const { parts } = (await listSeries(agnes, {})).items.find(
			(series) => series.parts.length === 4
		)!;
		const days = parts.map(
			({ opens, closes }) => Temporal.PlainDate.from(opens).until(closes).days
		);
		expect(days).toEqual([10, 14, 14, 14]);
		expect(parts.slice(1).map(({ opens }) => opens)).toEqual(
			parts.slice(0, -1).map(({ closes }) => closes)
		);
		for (const each of everybody) expect(currentPart(parts, todayIn(each.zone, now()))).toBe(2);
	});

	test('gives everybody a Today with something true in it, and no more new asks a week than the place allows', async () => {
		for (const each of everybody) {
			const asks = await myAsks(each, {});
			const { items: told } = await listNotices(each, {});
			expect(told.length, each.name).toBeGreaterThan(0);
			expect(asks.items.length, each.name).toBeLessThan(9);
		}
		const { items } = await listSeries(agnes, {});
		const open = items.find((series) => series.parts.length === 4)!.parts[2]!.training;
		const asked = await Promise.all(everybody.map(async (each) => (await myAsks(each, {})).items));
		expect(
			asked.filter((asks) => asks.some(({ subject }) => subject === open)).length
		).toBeGreaterThan(10);
	});

	test('asks several people now how it went, its steward among them, in their own words', async () => {
		const due = await Promise.all(
			everybody.map(async (each) => (await myFollowUps(each, { due: true })).items)
		);
		expect(due.filter((items) => items.length > 0).length).toBeGreaterThan(5);
		expect((await myFollowUps(agnes, { due: true })).items[0]).toMatchObject({
			words: expect.stringContaining('four places'),
			title: 'A calm inbox'
		});
	});

	test('shows what became of a method that five or more took up, with a variant by name', async () => {
		const { items } = await listSeries(agnes, {});
		const inbox = items.find((series) => series.parts.length === 4)!.parts[0]!.training;
		const found = await evidence(agnes, { documents: inbox });
		const doors = found.blocks.find((block) => block.tried >= 5)!;
		expect(doors.kept).toBeGreaterThan(2);
		expect(doors.changed).toBeGreaterThan(0);
		expect(found.variants.map(({ person: by }) => by.name)).toContain('Arjun Mehta');
	});

	test('asks those who read part one again, since it changed', async () => {
		const { items } = await listSeries(agnes, {});
		const series = items.find((each) => each.parts.length === 4)!;
		const inbox = series.parts[0]!.training;
		const { version, note } = await getTraining(agnes, { training: inbox });
		expect([version, note]).toEqual([2, expect.stringContaining('status line')]);
		const again = await Promise.all(
			everybody.map((each) => getSeries(each, { series: series.id }))
		);
		expect(again.filter(({ parts }) => parts[0]!.mine.asksAgain).length).toBeGreaterThan(3);
		expect(again.filter(({ parts }) => parts[0]!.mine.readVersion === 2).length).toBeGreaterThan(5);
	});

	test('keeps the earlier training in the library, where one submission waits for its author', async () => {
		const { items } = await listPages(agnes, {});
		const page = items.find(({ title }) => title === 'Saying no and staying kind')!;
		expect(page.authors.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Lena Brandt', 'Omar Haddad', 'Abena Osei'])
		);
		const { items: told } = await listNotices(named('Colleen'), {});
		expect(told.some(({ verb }) => verb === 'asked consent')).toBe(true);
	});

	test('hides what is for fewer people: the night shift, and what is being prepared', async () => {
		const titles = async (who: Actor) =>
			(await listSeries(who, {})).items.map(({ title }) => title);
		expect(await titles(named('Nora'))).toContain('The only one awake');
		expect(await titles(named('Wren'))).not.toContain('The only one awake');
		expect(await titles(named('Liam'))).toContain('Your first ninety days');
		expect(await titles(named('Marcus'))).not.toContain('Your first ninety days');
	});

	test('holds more than 25 submissions, from one line to an article', async () => {
		const all = await asSystem('seeding the demo', (tx) =>
			tx
				.selectFrom('sharing')
				.innerJoin('submission', 'submission.id', 'submission_id')
				.select('training_id')
				.execute()
		);
		expect(all.length).toBeGreaterThan(25);
		const { items: series } = await listSeries(agnes, {});
		const { parts } = series.find((each) => each.parts.length === 4)!;
		const { items } = await listSubmissions(agnes, { training: parts[1]!.training });
		const lengths = items.map(({ markdown }) => markdown.length);
		expect(Math.max(...lengths)).toBeGreaterThan(5 * Math.min(...lengths));
	});

	test('wrote its letters in each reader’s working hours, and sent none of them', async () => {
		const letters = await asSystem('seeding the demo', (tx) =>
			tx
				.selectFrom('letter')
				.innerJoin('person', 'person.id', 'letter.person_id')
				.select(['due_at', 'zone', 'rendered_at', 'week'])
				.execute()
		);
		expect(letters.length).toBeGreaterThan(100);
		for (const { due_at, zone, week } of letters) {
			const local = Temporal.Instant.from(due_at).toZonedDateTimeISO(zone);
			const days = (week as { days: Record<string, unknown> }).days;
			expect(Object.keys(days)).toContain(String(local.dayOfWeek));
		}
		const sent = await asSystem('seeding the demo', (tx) =>
			tx.selectFrom('letter_sending').selectAll().execute()
		);
		expect(sent).toEqual([]);
	});

	test('lets anybody read its letters whole, and be anybody with one click', async () => {
		const { items } = await listDemoLetters(agnes, { to: named('Wren').id });
		const letter = await getDemoLetter(agnes, { letter: items[0]!.id });
		expect(letter).toMatchObject({ to: 'Wren Abbott', html: expect.stringContaining('<html') });
		const cookies = await enterDemo(
			{ person: named('Mei').id, client: '192.0.2.1' },
			new Headers()
		);
		expect(cookies.some(({ name }) => name === 'junto.session_token')).toBe(true);
	});

	describe('out loud', () => canBeListenedTo(named));

	test('moves on by whole weeks with the calendar; what a visitor said since stays when they said it', async () => {
		const { items: all } = await listSeries(agnes, {});
		const series = all.find(({ title }) => title.startsWith('Calm days'))!.id;
		const current = async () => {
			const { parts } = await getSeries(agnes, { series });
			return parts[currentPart(parts, todayIn(agnes.zone, now()))!];
		};
		const meets = async () => (await playlistOf(agnes, openQuestion)).call!.meeting!.startsAt;
		const [before, met] = [(await current())!, await meets()];
		const about = { kind: 'training', id: before.training };
		const later = (days: number) => now().add({ hours: 24 * days });
		const written = later(1);
		const { id } = await at(written, () =>
			postComment(agnes, { about, markdown: 'I only came to look.' })
		);
		expect(await at(later(6), () => moveDemoOn(now()))).toBe(0);
		await at(later(15), async () => {
			expect(await moveDemoOn(now())).toBe(2);
			expect(await moveDemoOn(now())).toBe(0);
			const after = (await current())!;
			expect(after.training).toBe(before.training);
			expect(after.opens).toBe(Temporal.PlainDate.from(before.opens).add({ weeks: 2 }).toString());
			const { items } = await listComments(agnes, about);
			const mine = items.find((one) => one.id === id)!;
			expect(Temporal.Instant.from(mine.at).equals(written.round('millisecond'))).toBe(true);
			const asks = (await myAsks(named('Mateusz'), {})).items;
			expect(asks.some(({ title }) => title.startsWith(openQuestion))).toBe(true);
			const weeks =
				Temporal.Instant.from(met)
					.until(await meets())
					.total('hours') /
				(7 * 24);
			expect(weeks).toBe(2);
		});
	});

	test('says who is who', async () => {
		const darcy = (await whoIsWho()).find(({ name }) => name === 'Darcy Quinn')!;
		expect(darcy.roles).toEqual([
			{ part: 'Asking well', number: 3, of: 4, series: 'Calm days, clear words', leads: false }
		]);
	});
});
