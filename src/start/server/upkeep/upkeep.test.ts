import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addSkill } from '#modules/people/server/skills.ts';
import type { Actor } from '#platform/server/door.ts';
import { freezeAt } from '#platform/server/clock.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '../testing.ts';
import { getDisk, listBackups, openUpkeep } from './module.ts';
import { keepNightly } from './nightly.ts';

let close: () => Promise<void>;
let data: string;
let siti: Actor;
let mei: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	siti = await person('Siti', { zone: 'Asia/Brunei', steward: true });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	data = mkdtempSync(join(tmpdir(), 'junto-kept-'));
	openUpkeep(data);
	keepNightly(data);
});
afterAll(async () => {
	keepNightly(undefined);
	await close();
	rmSync(data, { recursive: true });
});

const kept = () =>
	existsSync(join(data, 'backups'))
		? readdirSync(join(data, 'backups'))
				.filter((name) => name !== 'last-night.json')
				.toSorted()
		: [];

/** How many backups are made once an instant has come. */
async function dueBy(instant: string): Promise<number | undefined> {
	freezeAt(Temporal.Instant.from(instant));
	return (await runDue()).backups;
}

test('a stranger, and a member who is no steward, learn nothing of backups or of the disk', async () => {
	for (const door of [listBackups, getDisk])
		for (const who of [null, mei])
			await expect(door.ask(who, {})).rejects.toMatchObject({ code: 'forbidden' });
});

const night = (day: string) => `night-2027-01-${day}T190000Z.tar.gz`;

describe('night after night', () => {
	test('a backup that fails says why, leaves nothing half, and is tried again within hours', async () => {
		writeFileSync(join(data, 'verifying'), 'in the way');
		expect(await dueBy('2027-01-18T18:59:00Z')).toBe(0);
		expect((await listBackups(siti, {})).failure).toBeNull();
		expect(await dueBy('2027-01-18T19:00:00Z')).toBe(0);
		expect((await listBackups(siti, {})).failure).toMatchObject({
			at: '2027-01-18T19:00:00Z',
			reason: expect.stringContaining('verifying')
		});
		expect([kept(), existsSync(join(data, 'tables'))]).toEqual([[], false]);
		rmSync(join(data, 'verifying'), { force: true });
		expect(await dueBy('2027-01-18T19:59:00Z')).toBe(0);
		expect(await dueBy('2027-01-18T20:00:00Z')).toBe(1);
		expect(kept()).toEqual(['night-2027-01-18T200000Z.tar.gz']);
	});

	test('it stands on the desk with its size, for its owner alone to read', async () => {
		const { items, failure } = await listBackups(siti, {});
		const { size, mode } = statSync(join(data, 'backups', kept()[0]!));
		expect(items).toMatchObject([{ why: 'night', at: '2027-01-18T20:00:00Z', bytes: size }]);
		expect([failure, mode & 0o077]).toEqual([null, 0]);
		expect(await getDisk(siti, {})).toMatchObject({
			backups: size,
			uploads: 0,
			low: expect.any(Boolean)
		});
	});

	test('a night on which nobody wrote anything makes none', async () => {
		expect(await dueBy('2027-01-19T19:00:00Z')).toBe(0);
		await addSkill(mei, { name: 'Chess', direction: 'teach' });
		expect(await dueBy('2027-01-20T18:59:00Z')).toBe(0);
		expect(kept()).toHaveLength(1);
	});

	test('seven are kept: an older one goes once a newer one was tried out', async () => {
		const old = ['01', '02', '03', '04', '05', '06'].map(night);
		for (const name of old) writeFileSync(join(data, 'backups', name), '');
		writeFileSync(join(data, 'verifying'), 'in the way');
		expect(await dueBy('2027-01-20T19:00:00Z')).toBe(0);
		expect(kept()).toEqual([...old, 'night-2027-01-18T200000Z.tar.gz']);
		rmSync(join(data, 'verifying'), { force: true });
		expect(await dueBy('2027-01-20T20:00:00Z')).toBe(1);
		expect(kept()).toEqual([
			...old.slice(1),
			'night-2027-01-18T200000Z.tar.gz',
			'night-2027-01-20T200000Z.tar.gz'
		]);
	});
});
