import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postComment } from '#modules/discussion/server/comments.ts';
import { leaveCircle } from '#modules/people/server/joining.ts';
import { addSkill } from '#modules/people/server/skills.ts';
import { notices } from '#modules/notices/server/module.ts';
import { setFollow } from '#modules/notices/server/follows.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { AnyDoor } from '#platform/server/door.ts';
import { newId, newToken } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import * as feeds from '#routes/feeds/[token]/feed.xml/+server.ts';
import { openTestPlace } from '../testing.ts';
import { doors, imagined, outcome, outside, scrambled, someone } from './asking.ts';
import { byAnotherRight, inADemo, reads, type Read } from './reads.ts';
import { invitePeople, plant, sayInPublic, words, type People, type World } from './world.ts';

const reading = doors.filter(
	({ spec }) =>
		(spec.http.startsWith('GET') || spec.id === 'invitations.open') && !inADemo.has(spec.id)
);

/** What a planted word is for. */
const readers: Record<keyof typeof words, (keyof People)[]> = {
	request: ['darcy', 'mei'],
	closed: ['darcy', 'mei'],
	named: ['darcy', 'mei'],
	me: ['darcy'],
	plan: ['darcy'],
	draft: ['darcy', 'mei'],
	withdrawn: ['mei'],
	team: ['darcy', 'mei'],
	own: ['darcy']
};

let close: () => Promise<void>;
let world: World;
const before = new Map<string, unknown>();

beforeAll(async () => {
	close = await openTestPlace();
	const people = await invitePeople();
	await addSkill(people.mei, { name: 'Listening', direction: 'teach' });
	const open = await sayInPublic(people);
	for (const door of reading)
		for (const who of outside)
			for (const [nth, input] of questions(door, imagined(people, open)).entries())
				for (const forced of [false, true])
					before.set(
						[door.spec.id, who, nth, forced].join(),
						await outcome(door, someone(people, who), scrambled(input), forced)
					);
	world = await plant(people, open);
	for (const { training } of [world.request, world.hidden, world.named])
		await setFollow(people.mei, { kind: 'training', id: training, rhythm: 'daily' });
}, 120_000);
afterAll(() => close());

test('every door that reads has a question that some member can ask', () => {
	expect(Object.keys(reads).toSorted()).toEqual(reading.map(({ spec }) => spec.id).toSorted());
});

describe.each(reading.map((door) => [door.spec.id, door] as const))('%s', (id, door) => {
	test('shows what was planted to those it is for', async () => {
		for (const { by, input, shows } of reads[id]!(world))
			expect(JSON.stringify(await door.ask(by, input))).toContain(shows);
	});

	for (const forced of [false, true])
		test(`tells nobody else${forced ? ', even where every right is granted' : ''}`, async () => {
			const asked = questions(door, world);
			for (const who of outside)
				for (const [nth, input] of asked.entries()) {
					const actor = someone(world.people, who);
					const answer = await outcome(door, actor, input, forced);
					const stranger = await outcome(door, actor, scrambled(input), forced);
					const then = before.get([id, who, nth, forced].join());
					const where = `${who} asks ${JSON.stringify(input)}`;
					if (!byAnotherRight[id]?.includes(who)) {
						expect(answer, where).toEqual(stranger);
						if (who !== 'rosa') expect(stranger, where).toEqual(then);
					}
				}
			for (const who of [...outside, 'darcy', 'mei'] as const)
				for (const input of asked) {
					const said = JSON.stringify(
						await outcome(door, someone(world.people, who), input, forced)
					);
					for (const [kind, word] of Object.entries(words))
						if (!readers[kind as keyof typeof words].includes(who as keyof People))
							expect(without(said, input), `${who} asks ${JSON.stringify(input)}`).not.toContain(
								word
							);
				}
		});
});

test('a feed’s address without a secret tells nobody that it is there', async () => {
	const url = new URL(`http://junto.test/feeds/${world.feed}/feed.xml`);
	const told = async (id: string, authorization?: string) => {
		const request = new Request(url, { headers: authorization ? { authorization } : {} });
		const answer = await feeds.GET({ request, url, params: { token: id } } as never);
		return [answer.status, await answer.text(), ...answer.headers];
	};
	const guess = `Basic ${Buffer.from(`junto:${newToken()}`).toString('base64')}`;
	for (const sent of [undefined, guess]) {
		const answer = await told(world.feed, sent);
		expect(answer).toEqual(await told(newId(), sent));
		expect(answer[0]).toBe(401);
	}
});

test('a letter tells its reader alone', async () => {
	const rows = await asSystem('at the machine', (tx) =>
		tx.selectFrom('letter').select(['person_id', 'subject', 'text', 'html']).execute()
	);
	const to = (id: string) => JSON.stringify(rows.filter((row) => row.person_id === id));
	for (const word of [words.request, words.closed, words.named])
		expect(to(world.people.mei.id)).toContain(word);
	for (const who of ['kofi', 'siti', 'liam', 'rosa'] as const)
		for (const word of Object.values(words)) expect(to(world.people[who].id)).not.toContain(word);
});

test('a letter that was written before its reader left says nothing of what they left', async () => {
	const { people, hidden, circle } = world;
	const sweep = (name: string) => notices.sweeps!.find((each) => each.name === name)!.run(now());
	await postComment(people.darcy, {
		about: { kind: 'submission', id: hidden.submission },
		markdown: `Late ${words.closed}`
	});
	await postComment(people.darcy, {
		about: { kind: 'training', id: world.open.training },
		markdown: 'Openly, @Mei'
	});
	await runDue();
	freezeAt(Temporal.Instant.from('2027-01-26T12:00:00Z'));
	await sweep('digests');
	await leaveCircle(people.mei, { circle: circle.closed });
	await sweep('letters');
	const letters = await asSystem('at the machine', (tx) =>
		tx
			.selectFrom('letter')
			.select(['text', 'subject'])
			.where('person_id', '=', people.mei.id)
			.where('rendered_at', '>=', '2027-01-26T12:00:00Z')
			.execute()
	);
	expect(JSON.stringify(letters)).toContain('Openly');
	expect(JSON.stringify(letters)).not.toContain(words.closed);
});

function questions(door: AnyDoor, told: World): Read['input'][] {
	const asked = reads[door.spec.id]?.(told).map(({ input }) => input) ?? [];
	return [...new Map(asked.map((input) => [JSON.stringify(input), input])).values()];
}

/** An answer less what the question said itself. */
function without(said: string, input: object): string {
	return Object.values(input).reduce<string>(
		(rest, value) => (typeof value === 'string' ? rest.replaceAll(value, '') : rest),
		said
	);
}
