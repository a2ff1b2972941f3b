import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { countingQueries } from './db/database.ts';
import { anyMember, door, readTogether, type Actor } from './door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';

let close: () => Promise<void>;
let mei: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	mei = await person('Mei');
	kofi = await person('Kofi');
});
afterAll(() => close());

const input = z.object({ slow: z.boolean().default(false), broken: z.boolean().default(false) });
const output = z.object({ me: z.string() });
const whoAmI = door({
	id: 'test.who',
	summary: 'Who the database thinks is asking',
	http: 'GET /test',
	input,
	output,
	can: anyMember,
	run: async ({ tx, input }) => {
		if (input.broken) throw new Error('broken');
		if (input.slow)
			for (let i = 0; i < 5; i += 1) await tx.selectFrom('place').select('name').execute();
		const { me } = await tx
			.selectNoFrom((eb) => eb.fn<string>('me', []).as('me'))
			.executeTakeFirstOrThrow();
		return { me };
	}
});

test('doors that read together share one transaction, and each sees as its person', async () => {
	const { result, statements } = await countingQueries(() =>
		readTogether(mei, () => Promise.all([whoAmI(mei, {}), whoAmI(mei, {})]))
	);
	expect(result).toEqual([{ me: mei.id }, { me: mei.id }]);
	expect(statements.filter((each) => each.includes('see_as'))).toHaveLength(1);
});

test('a door asked for somebody else does not join', async () => {
	await expect(readTogether(mei, () => whoAmI(kofi, {}))).rejects.toThrow(
		'was begun inside another'
	);
});

test('when one of them breaks, the others have ended before the connection is given back', async () => {
	let slow: Promise<{ me: string }> | undefined;
	const together = readTogether(mei, () => {
		slow = whoAmI(mei, { slow: true });
		return Promise.all([slow, whoAmI(mei, { broken: true })]);
	});
	await expect(together).rejects.toThrow('broken');
	expect(await slow).toEqual({ me: mei.id });
	expect(await whoAmI(kofi, {})).toEqual({ me: kofi.id });
});
