import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { show, showEach } from '#platform/server/subjects.ts';
import { todayIn } from '#platform/time/windows.ts';
import { reminded, shownReminder, type ShownReminder } from '../notices.ts';
import { dropAsk } from './asks.ts';
import { dayOfOccasion, refusePast } from './occasions.ts';

const setInput = z.object({
	...reminded,
	/** A date of my own calendar; this or an occasion. */
	day: z.iso.date('Choose a day').optional(),
	occasion: z.uuid('Choose an occasion').optional(),
	words: z.string().trim().max(300, 'Use at most 300 characters').default('')
});

/** Reminds me of something on a day or at an occasion; what was set for it before is replaced. */
export const setReminder = door({
	id: 'reminders.set',
	summary: 'Remind me of something',
	http: 'PUT /reminders/{kind}/{id}',
	input: setInput,
	output: z.object({ id: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		await show(tx, input.kind, input.id);
		await refuseMoment(tx, actor, input, at);
		await forget(tx, actor.id, input);
		const id = newId();
		await tx
			.insertInto('reminder')
			.values({
				...{ id, person_id: actor.id, kind: input.kind, subject_id: input.id },
				...{ day: input.day ?? null, occasion_id: input.occasion ?? null },
				...{ words: input.words, at }
			})
			.execute();
		await record({ verb: 'set', kind: 'reminder', id, audience: actor.id });
		return { id };
	}
});

/** Whether and when I am reminded of something; null once that is ended. */
export const getReminder = door({
	id: 'reminders.get',
	summary: 'When I am reminded of something',
	http: 'GET /reminders/{kind}/{id}',
	input: z.object(reminded),
	output: z.object({
		title: z.string(),
		url: z.string(),
		reminder: shownReminder.nullable()
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const { title, url } = await show(tx, input.kind, input.id);
		return { title, url, reminder: await mineOf(tx, actor.id, input) };
	}
});

/** The same without the thing itself, for whoever has it before them. */
export const whenReminded = door({
	id: 'reminders.when',
	summary: 'When I am reminded of something that I have before me',
	http: 'GET /reminders/{kind}/{id}/day',
	input: z.object(reminded),
	output: z.object({ reminder: shownReminder.nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => ({ reminder: await mineOf(tx, actor.id, input) })
});

export const listReminders = door({
	id: 'reminders.list',
	summary: 'What I am reminded of',
	http: 'GET /reminders',
	input: z.object({}),
	output: z.object({
		items: z.array(
			shownReminder.extend({
				about: z.object({ kind: z.string(), id: z.string() }),
				title: z.string(),
				url: z.string()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const rows = await mine(tx, actor.id).orderBy('reminder.id').limit(200).execute();
		const things = rows.map(({ kind, subject_id }) => ({ kind, id: subject_id }));
		const shown = await showEach(tx, things);
		const items = rows.flatMap((row, i) => {
			const thing = shown.get(row.subject_id);
			return thing
				? [{ ...shownFrom(row), about: things[i]!, title: thing.title, url: thing.url }]
				: [];
		});
		return { items: items.toSorted((a, b) => a.day.localeCompare(b.day)), next: null };
	}
});

/** Never mind: setting it again undoes it. */
export const removeReminder = door({
	id: 'reminders.remove',
	summary: 'Remind me of something no more',
	http: 'DELETE /reminders/{kind}/{id}',
	input: z.object(reminded),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, input, tx, record }) => {
		const id = await forget(tx, actor.id, input);
		if (id) await record({ verb: 'removed', kind: 'reminder', id, audience: actor.id });
		return {};
	}
});

async function mineOf(
	tx: Tx,
	person: string,
	about: { kind: string; id: string }
): Promise<ShownReminder | null> {
	const row = await mine(tx, person)
		.where('reminder.kind', '=', about.kind)
		.where('reminder.subject_id', '=', about.id)
		.executeTakeFirst();
	return row ? shownFrom(row) : null;
}

/** Somebody's reminders that they have not ended. */
function mine(tx: Tx, person: string) {
	return tx
		.selectFrom('reminder')
		.leftJoin('occasion', 'occasion.id', 'reminder.occasion_id')
		.leftJoin('occasion_withdrawal as gone', 'gone.occasion_id', 'occasion.id')
		.leftJoin('ask', (join) =>
			join
				.onRef('ask.subject_id', '=', 'reminder.id')
				.onRef('ask.person_id', '=', 'reminder.person_id')
				.on('ask.kind', '=', 'reminder')
		)
		.leftJoin('ask_done as done', 'done.ask_id', 'ask.id')
		.select(['reminder.id', 'reminder.kind', 'reminder.subject_id', 'reminder.day', 'words'])
		.select(['occasion.id as occasion', 'occasion.name', 'occasion.day as occasionDay'])
		.select(['gone.at as gone', 'ask.id as ask'])
		.where('reminder.person_id', '=', person)
		.where('done.at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof mine>['executeTakeFirstOrThrow']>>;

function shownFrom({ id, words, day, occasion, name, occasionDay, gone, ask }: Row): ShownReminder {
	return {
		id,
		words,
		day: day ?? occasionDay!,
		occasion: occasion && name ? { id: occasion, name } : null,
		state: ask ? 'due' : gone ? 'off' : 'waiting'
	};
}

async function refuseMoment(
	tx: Tx,
	actor: Actor,
	{ day, occasion }: z.output<typeof setInput>,
	at: string
): Promise<void> {
	if (!day === !occasion)
		throw new Invalid([
			{ field: 'day', message: day ? 'Choose one: the day or the occasion' : 'Choose a day' }
		]);
	if (day) refusePast(actor, day, at);
	const today = todayIn(actor.zone, Temporal.Instant.from(at));
	if (occasion && ((await dayOfOccasion(tx, occasion)) ?? '') < today)
		throw new Invalid([{ field: 'occasion', message: 'Choose an occasion that is still planned' }]);
}

async function forget(
	tx: Tx,
	person: string,
	{ kind, id }: { kind: string; id: string }
): Promise<string | undefined> {
	const gone = await tx
		.deleteFrom('reminder')
		.where('person_id', '=', person)
		.where('kind', '=', kind)
		.where('subject_id', '=', id)
		.returning('id')
		.executeTakeFirst();
	if (gone) await dropAsk(tx, person, 'reminder', gone.id);
	return gone?.id;
}
