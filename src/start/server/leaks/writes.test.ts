import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestPlace } from '../testing.ts';
import { doors, outcome, outside, scrambled, someone, type Asker } from './asking.ts';
import { fingerprints } from './fingerprints.ts';
import { invitePeople, plant, sayInPublic, type People, type World } from './world.ts';
import { ofOnesOwn } from './of-ones-own.ts';
import { audiences, writes } from './writes.ts';

const writing = doors.filter(({ spec }) => !spec.http.startsWith('GET'));
const about = writing.filter(({ spec }) => spec.id in writes);
const everybody: Asker[] = [...outside, 'mei', 'darcy'];

let close: () => Promise<void>;
let world: World;

beforeAll(async () => {
	close = await openTestPlace();
	const people = await invitePeople();
	world = await plant(people, await sayInPublic(people));
}, 120_000);
afterAll(() => close());

test('of every door that writes it is said what others may not do with it', () => {
	expect([...Object.keys(writes), ...Object.keys(ofOnesOwn)].toSorted()).toEqual(
		writing.map(({ spec }) => spec.id).toSorted()
	);
});

describe.each([false, true])('with every right granted: %s', (forced) => {
	test.each(about.map((door) => [door.spec.id, door] as const))(
		'%s changes nothing for those who have no right to it',
		async (id, door) => {
			const before = await fingerprints();
			for (const { may, input, could } of writes[id]!(world))
				for (const who of everybody) {
					if (may.includes(who as keyof People)) continue;
					if (forced && could?.includes(who as keyof People)) continue;
					const actor = someone(world.people, who);
					const where = `${who} tries ${JSON.stringify(input)}`;
					const came = await outcome(door, actor, input, forced);
					if (!forced) expect(came, where).toHaveProperty('code');
					if (!forced && !seesIt(who, input))
						expect(came, where).toEqual(await outcome(door, actor, scrambled(input), forced));
				}
			expect(await fingerprints()).toEqual(before);
		}
	);

	test.each(
		doors
			.filter(({ spec }) => spec.id in ofOnesOwn && audienceOf(spec.id))
			.map((door) => [door.spec.id, door] as const)
	)('%s says nothing to an audience that its maker is not in', async (id, door) => {
		const before = await fingerprints();
		for (const who of outside) {
			const input = audiences(world)[id]!;
			const actor = someone(world.people, who);
			const came = await outcome(door, actor, input, forced);
			expect(came).toHaveProperty('code');
			expect(came).toEqual(await outcome(door, actor, scrambled(input), forced));
		}
		expect(await fingerprints()).toEqual(before);
	});
});

/** What ends somebody's part in it comes last. */
const endings = [
	...['surveys.takeBack', 'surveys.close'],
	...['library.withdraw', 'library.restore', 'library.handOver', 'thanks.takeBack'],
	...['trainings.removeTrainer', 'series.removeOwner', 'submissions.withdraw', 'comments.withdraw'],
	...['circles.change', 'circles.remove', 'circles.leave', 'stewards.remove']
];
const inOrder = about.toSorted((a, b) => endings.indexOf(a.spec.id) - endings.indexOf(b.spec.id));

test.each(inOrder.map((door) => [door.spec.id, door] as const))(
	'%s is for somebody',
	async (id, door) => {
		for (const { may, input } of writes[id]!(world)) {
			const came = await outcome(door, world.people[may[0]!], input, false);
			expect(['not_found', 'forbidden']).not.toContain((came as { code?: string }).code);
		}
	}
);

function audienceOf(id: string): boolean {
	return ['series.create', 'library.create', 'library.begin'].includes(id);
}

/** Whether somebody may know that there is what they may not change. */
function seesIt(who: Asker, input: object): boolean {
	return (
		who === 'mei' ||
		who === 'darcy' ||
		JSON.stringify(input).includes(world.open.shelf) ||
		JSON.stringify(input).includes(world.circle.request)
	);
}
