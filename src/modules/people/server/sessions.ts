import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import { endSessions, sessionsOf } from '#platform/server/auth.ts';
import { anyMember, door } from '#platform/server/door.ts';

/** Where I am signed in, the last used first. */
export const listSessions = door({
	id: 'sessions.list',
	summary: 'Where I am signed in',
	http: 'GET /sessions',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				/** What the browser says of itself. */
				agent: z.string(),
				since: z.string(),
				/** Within the day. */
				lastUsed: z.string()
			})
		),
		next: z.null()
	}),
	system: 'signing in',
	can: anyMember,
	run: async ({ tx, actor }) => ({ items: await sessionsOf(tx, actor.id), next: null })
});

export const endSession = door({
	id: 'sessions.end',
	summary: 'Sign out somewhere else',
	http: 'DELETE /sessions/{session}',
	input: z.object({ session: z.uuid() }),
	output: z.object({}),
	system: 'signing in',
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const ended = await endSessions(tx, actor.id, { only: input.session });
		if (ended === 0) throw new NotFound('You are not signed in there any more');
		await record({ verb: 'signed out', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

/** Ends every session of mine but the one named. */
export const endOtherSessions = door({
	id: 'sessions.endOthers',
	summary: 'Sign out everywhere else',
	http: 'DELETE /sessions',
	input: z.object({ keep: z.uuid().optional() }),
	output: z.object({ ended: z.number() }),
	system: 'signing in',
	can: anyMember,
	run: async ({ tx, actor, input, record }) => {
		const ended = await endSessions(tx, actor.id, { except: input.keep });
		await record({ verb: 'signed out', kind: 'person', id: actor.id, audience: actor.id });
		return { ended };
	}
});
