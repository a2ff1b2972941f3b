import { z } from 'zod';
import { door, stewards } from '#platform/server/door.ts';
import { forgetTries } from '#platform/server/limits.ts';
import type { Module } from '#platform/server/module.ts';
import { uploadedBytes, weigh } from './disk.ts';
import { keptBackups, lastNight } from './kept.ts';
import { backUpAtNight, keepsNightly } from './nightly.ts';

let folder = '';

/** Says which data folder is cared for. */
export function openUpkeep(data: string): void {
	folder = data;
}

/** The backups that this machine keeps by itself, and why the last one failed where it did. */
export const listBackups = door({
	id: 'backups.list',
	summary: 'The backups that the machine keeps, the newest first',
	http: 'GET /backups',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				name: z.string(),
				why: z.enum(['night', 'upgrade']),
				at: z.string(),
				bytes: z.number()
			})
		),
		next: z.null(),
		/** Whether the machine makes one every night. */
		nightly: z.boolean(),
		failure: z.object({ at: z.string(), reason: z.string() }).nullable()
	}),
	can: stewards,
	run: async () => ({
		items: keptBackups(folder),
		next: null,
		nightly: keepsNightly(),
		failure: lastNight(folder)?.failure ?? null
	})
});

/** How much of the disk the place takes, and how much is free. */
export const getDisk = door({
	id: 'disk.get',
	summary: 'How much of the disk the place takes',
	http: 'GET /disk',
	input: z.object({}),
	output: z.object({
		database: z.number(),
		uploads: z.number(),
		backups: z.number(),
		free: z.number(),
		low: z.boolean()
	}),
	before: async ({ actor }) => (actor.steward ? uploadedBytes() : 0),
	can: stewards,
	run: ({ tx, ready }) => weigh(tx, folder, ready)
});

export const upkeep: Module = {
	name: 'upkeep',
	doors: [listBackups, getDisk],
	sweeps: [
		{ name: 'backups', run: backUpAtNight },
		{ name: 'tries', run: forgetTries }
	]
};
