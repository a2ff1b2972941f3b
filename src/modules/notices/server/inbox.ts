import { z } from 'zod';
import { NotFound } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { showEach } from '#platform/server/subjects.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { shownNotice, type ShownNotice } from '../notices.ts';

/** What I was told, as I may see it now, the newest first. */
export const listNotices = door({
	id: 'notices.list',
	summary: 'What I was told',
	http: 'GET /notices',
	input: z.object({ cursor: z.uuid().optional() }),
	output: z.object({ items: z.array(shownNotice), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const size = 50;
		const rows = await noticesOf(tx, actor.id, { before: input.cursor, most: size + 1 });
		const shown = rows.slice(0, size);
		return { items: await render(tx, shown), next: rows.length > size ? shown.at(-1)!.id : null };
	}
});

export const unreadNotices = door({
	id: 'notices.unread',
	summary: 'How much I was told and have not read',
	http: 'GET /notices/unread',
	input: z.object({}),
	output: z.object({ count: z.number() }),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const { count } = await tx
			.selectFrom('notice')
			.innerJoin('event', 'event.id', 'notice.event_id')
			.leftJoin('notice_reading as reading', 'reading.notice_id', 'notice.id')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.where('notice.person_id', '=', actor.id)
			.where('reading.at', 'is', null)
			.executeTakeFirstOrThrow();
		return { count };
	}
});

/** Marks one notice as read, and says where it leads. */
export const openNotice = door({
	id: 'notices.open',
	summary: 'Open something that I was told',
	http: 'POST /notices/{notice}/reading',
	input: z.object({ notice: z.uuid() }),
	output: z.object({ url: z.string() }),
	can: anyMember,
	run: async ({ actor, input, tx, at, record }) => {
		const rows = await noticesOf(tx, actor.id, { ids: [input.notice], most: 1 });
		const [notice] = await render(tx, rows);
		if (!notice) throw new NotFound('There is nothing here');
		if (notice.read) return { url: notice.url };
		await tx
			.insertInto('notice_reading')
			.values({ notice_id: notice.id, person_id: actor.id, at })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({ verb: 'read', kind: 'notice', id: notice.id, audience: actor.id });
		return { url: notice.url };
	}
});

/** Marks everything as read. */
export const readNotices = door({
	id: 'notices.read',
	summary: 'Mark what I was told as read',
	http: 'POST /notices/reading',
	input: z.object({}),
	output: z.object({}),
	can: anyMember,
	run: async ({ actor, tx, at, record }) => {
		await tx
			.insertInto('notice_reading')
			.columns(['notice_id', 'person_id', 'at'])
			.expression((eb) =>
				eb
					.selectFrom('notice')
					.leftJoin('notice_reading as reading', 'reading.notice_id', 'notice.id')
					.select((each) => [
						'notice.id',
						'notice.person_id',
						each.cast<string>(each.val(at), 'timestamptz').as('at')
					])
					.where('notice.person_id', '=', actor.id)
					.where('reading.at', 'is', null)
			)
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		await record({ verb: 'read notices', kind: 'person', id: actor.id, audience: actor.id });
		return {};
	}
});

export type NoticeRow = Awaited<ReturnType<typeof noticesOf>>[number];

/** Somebody's notices with the events that they tell of. */
export async function noticesOf(
	tx: Tx,
	person: string,
	{ before, ids, most }: { before?: string; ids?: string[]; most: number }
) {
	let query = tx
		.selectFrom('notice')
		.innerJoin('event', 'event.id', 'notice.event_id')
		.leftJoin('notice_reading as reading', 'reading.notice_id', 'notice.id')
		.select([
			'notice.id',
			'reason',
			'verb',
			'kind',
			'subject_id',
			'actor_id',
			'data',
			'event.at',
			'reading.at as read'
		])
		.where('notice.person_id', '=', person)
		.orderBy('notice.id', 'desc')
		.limit(most);
	if (before) query = query.where('notice.id', '<', before);
	if (ids) query = query.where('notice.id', 'in', ids);
	return query.execute();
}

/** Notices with what they are about; what the reader may not see any more is left out. */
export async function render(tx: Tx, rows: NoticeRow[]): Promise<ShownNotice[]> {
	const refs = rows.flatMap((row) => [{ kind: row.kind, id: row.subject_id }, topic(row)]);
	const subjects = await showEach(tx, refs);
	const people = await peopleById(
		tx,
		rows.flatMap((row) => row.actor_id ?? [])
	);
	return rows.flatMap((row) => {
		const about = subjects.get(topic(row).id);
		const subject = pointsAtTopic.has(row.kind) ? about : subjects.get(row.subject_id);
		if (!about || !subject) return [];
		const person = people.get(row.actor_id ?? '');
		return [
			{
				id: row.id,
				reason: row.reason,
				verb: row.verb,
				kind: row.kind,
				actor: person ? { id: person.id, name: person.name, face: person.face } : null,
				title: about.title,
				people: (row.data as { people?: number }).people ?? null,
				text:
					row.verb === 'commented' || row.verb === 'shared'
						? (subject.text ?? '').slice(0, 280)
						: '',
				url: subject.url,
				at: row.at,
				read: row.read !== null
			}
		];
	});
}

/** A trial is its person's alone; whoever is told of it is led to the words that were taken up. */
const pointsAtTopic = new Set(['adoption', 'same']);

/** What a notice is about: of a comment or a trial, the thing it belongs to. */
function topic(row: NoticeRow): { kind: string; id: string } {
	const { about } = row.data as { about?: { kind: string; id: string } };
	return about && (row.kind === 'comment' || pointsAtTopic.has(row.kind))
		? about
		: { kind: row.kind, id: row.subject_id };
}
