import { sql } from 'kysely';
import { z } from 'zod';
import { EVERYONE } from '#platform/server/audiences.ts';
import { endSessions, hashPassword, isPasswordOf, putPassword } from '#platform/server/auth.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { limit } from '#platform/server/limits.ts';
import {
	addFile,
	dropStored,
	removeFile,
	shareFile,
	storeSquare
} from '#platform/server/storage/files.ts';
import { Invalid } from '#platform/errors.ts';
import { bytesAtMost } from '#platform/files.ts';
import { workingWeek, type WorkingWeek } from '#platform/time/week.ts';
import { direction, lines, locale, personName, zone } from '../people.ts';
import { wantedAddress } from './address.ts';

/** Who is asking, with everything that is theirs to change. */
export const getMe = door({
	id: 'me.get',
	summary: 'Who I am here',
	http: 'GET /me',
	input: z.object({}),
	output: z.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		/** An address that I asked for and have not confirmed. */
		wantedEmail: z.string().nullable(),
		zone: z.string(),
		steward: z.boolean(),
		locale: z.string(),
		about: z.string(),
		face: z.string().nullable(),
		week: workingWeek,
		confirmed: z.boolean(),
		skills: z.array(z.object({ name: z.string(), direction }))
	}),
	can: anyMember,
	run: async ({ tx, actor, at }) => {
		const row = await tx
			.selectFrom('person')
			.selectAll()
			.select(sql<string>`my_address()`.as('email'))
			.where('id', '=', actor.id)
			.executeTakeFirstOrThrow();
		const skills = await tx
			.selectFrom('skill')
			.select(['name', 'direction'])
			.where('person_id', '=', actor.id)
			.orderBy('name')
			.execute();
		return {
			id: row.id,
			name: row.name,
			email: row.email,
			wantedEmail: await wantedAddress(tx, actor.id, at),
			zone: row.zone,
			steward: actor.steward,
			locale: row.locale,
			about: row.about,
			face: row.face_id,
			week: row.week as WorkingWeek,
			confirmed: row.confirmed_at !== null,
			skills: skills.map(({ name, direction: way }) => ({ name, direction: direction.parse(way) }))
		};
	}
});

/** Changes what people read of me, my zone or my language. */
export const changeMe = door({
	id: 'me.change',
	summary: 'Change my name, zone, language or what I say of myself',
	http: 'PATCH /me',
	input: z.object({
		name: personName.optional(),
		zone: zone.optional(),
		locale: locale.optional(),
		about: lines(2000).optional()
	}),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const given = Object.entries(input).filter(([, value]) => value !== undefined);
		if (given.length === 0) return {};
		await tx
			.updateTable('person')
			.set(Object.fromEntries(given))
			.where('id', '=', actor.id)
			.execute();
		await record({ verb: 'changed', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** Sets my working days and hours, quiet hours, and when the digest comes; times are in my own zone. */
export const changeWeek = door({
	id: 'me.changeWeek',
	summary: 'Set my working week, quiet hours and the hour of my digest',
	http: 'PUT /me/week',
	input: z.object({ week: workingWeek }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		await tx
			.updateTable('person')
			.set({ week: JSON.stringify(input.week) })
			.where('id', '=', actor.id)
			.execute();
		await record({ verb: 'changed week', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** Says once that zone and week are right; until then Junto's guesses stand. */
export const confirmMe = door({
	id: 'me.confirm',
	summary: 'Confirm my zone and my working week on the first visit',
	http: 'POST /me/confirm',
	input: z.object({ zone, week: workingWeek }),
	output: z.object({}),
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		await tx
			.updateTable('person')
			.set({ zone: input.zone, week: JSON.stringify(input.week), confirmed_at: at })
			.where('id', '=', actor.id)
			.execute();
		await record({ verb: 'confirmed', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** Takes the part of a picture that draws the eye as my face, which everyone here sees; null goes back to initials. */
export const chooseFace = door({
	id: 'me.face',
	summary: 'Give a picture (as base64) for my face, or go back to initials',
	http: 'PUT /me/face',
	input: z.object({ file: z.base64('Send the bytes as base64').nullable() }),
	output: z.object({ face: z.string().nullable() }),
	bodyLimit: Math.ceil(bytesAtMost * 1.4),
	before: async ({ actor, input }) => {
		if (input.file === null) return null;
		await limit(`files of ${actor.id}`, 120, 10);
		return storeSquare(Buffer.from(input.file, 'base64'), 256);
	},
	undo: async (face) => {
		if (face) await dropStored(face);
	},
	can: anyMember,
	run: async ({ tx, actor, ready: face, at, record }) => {
		const { face_id: before } = await tx
			.selectFrom('person')
			.select('face_id')
			.where('id', '=', actor.id)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (face) {
			await addFile(tx, face, actor.id, at);
			await shareFile(tx, face.id, EVERYONE);
		}
		await tx
			.updateTable('person')
			.set({ face_id: face?.id ?? null })
			.where('id', '=', actor.id)
			.execute();
		if (before) await removeFile(tx, before);
		await record({ verb: 'changed', kind: 'person', id: actor.id, audience: EVERYONE });
		return { face: face?.id ?? null };
	}
});

/** Gives me another password; whoever has one says it first. Sessions other than the one named end; tokens go on. */
export const changePassword = door({
	id: 'me.changePassword',
	summary: 'Change my password',
	http: 'PUT /me/password',
	input: z.object({
		current: z.string().max(1000).default(''),
		password: z.string().max(1000),
		session: z.uuid().optional()
	}),
	output: z.object({}),
	before: ({ actor }) => limit(`password of ${actor.id}`, 10, 15),
	system: 'signing in',
	can: anyMember,
	run: async ({ tx, actor, input, at, record }) => {
		if (!(await isPasswordOf(tx, actor.id, input.current)))
			throw new Invalid([{ field: 'current', message: 'This is not your password' }]);
		await putPassword(tx, actor.id, await hashPassword(input.password), at);
		await endSessions(tx, actor.id, { except: input.session });
		await record({ verb: 'changed password', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});
