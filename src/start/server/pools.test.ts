import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerCall, createCall, usualAnswers } from '#modules/audio/server/calls.ts';
import { sendAll, tone } from '#modules/audio/server/tone.fixture.ts';
import { replaceTrack } from '#modules/audio/server/tracks.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { depart } from '#modules/people/server/departing.ts';
import { addSkill } from '#modules/people/server/skills.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from './testing.ts';

let close: () => Promise<void>;
let [darcy, liam] = [] as unknown as [Actor, Actor];
let teachers: Actor[] = [];

beforeAll(async () => {
	close = await openTestPlace();
	[darcy, liam] = [await person('Darcy'), await person('Liam', { steward: true })];
	for (const name of ['Ama', 'Esi', 'Ines', 'Kofi', 'Mei', 'Siti', 'Tomás'])
		teachers.push(await person(name));
	for (const [i, one] of teachers.entries())
		await addSkill(one, { name: i % 2 ? 'Knots' : 'knots', direction: 'teach' });
	await addSkill(liam, { name: 'knots', direction: 'learn' });
});
afterAll(() => close());

const askPool = async (skill = 'KNOTS') => {
	const { playlist } = await createCall(darcy, {
		...{ question: 'Which knot holds?', audience: 'me', skill, closes: '2027-01-31' }
	});
	await runDue();
	return playlist;
};

async function askedNow(playlist: string): Promise<string[]> {
	const names = [];
	for (const one of [...teachers, liam]) {
		const { items } = await myAsks(one, {});
		if (items.some(({ subject }) => subject === playlist)) names.push(one.name);
	}
	return names;
}

const later = (hours: number) => freezeAt(now().add({ hours }));

test('a question to those who teach knots reaches five of them, and the next one those whom nobody asked yet', async () => {
	const first = await askedNow(await askPool());
	expect(first).toHaveLength(5);
	expect(first).not.toContain('Liam');
	later(1);
	const second = await askedNow(await askPool());
	expect(second).toHaveLength(5);
	const untouched = teachers.map(({ name }) => name).filter((name) => !first.includes(name));
	expect(second).toEqual(expect.arrayContaining(untouched));
});

test('who has left is asked no more, nobody is asked twice, and a skill that only oneself teaches has no pool', async () => {
	for (const one of teachers.slice(3)) await depart(liam, { person: one.id });
	teachers = teachers.slice(0, 3);
	later(1);
	expect(await askedNow(await askPool())).toEqual(['Ama', 'Esi', 'Ines']);
	await expect(askPool('sailing')).rejects.toThrow('skill');
	await addSkill(darcy, { name: 'Sailing', direction: 'teach' });
	await expect(askPool('sailing')).rejects.toThrow('skill');
});

test('how long a question usually waits is said once five were answered, by whomever', async () => {
	const sound = await tone(0.4);
	for (const hours of [1, 2, 30, 50, 400]) {
		expect((await usualAnswers(darcy, {})).hours).toBeNull();
		const { playlist } = await createCall(darcy, {
			...{ question: 'And this?', audience: 'me', people: [teachers[0]!.id] },
			closes: now()
				.add({ hours: 24 * 60 })
				.toString()
				.slice(0, 10)
		});
		later(hours);
		const { track } = await answerCall(teachers[0]!, { playlist });
		const { recording } = await replaceTrack(teachers[0]!, { track, bytes: sound.length });
		await sendAll(recording, sound);
	}
	expect((await usualAnswers(darcy, {})).hours).toBe(30);
	later(24 * 300);
	expect((await usualAnswers(darcy, {})).hours).toBeNull();
});
