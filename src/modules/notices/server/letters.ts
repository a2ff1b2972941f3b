import { sql } from 'kysely';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { log } from '#platform/server/log.ts';
import { layOut } from '#platform/server/mail/layout.ts';
import { Bounced, stopHeaders, Unreachable } from '#platform/server/mail/transport.ts';
import { isGentle, nextGentle } from '#platform/time/moments.ts';
import { actorsOf } from '#modules/people/server/actors.ts';
import { rhythmsOf, type Rhythm } from '#modules/people/server/rhythm.ts';
import { letterKinds } from '../notices.ts';
import { compose } from './composing.ts';
import { writtenInvitation, type Written } from './links.ts';
import { postOffice } from './post.ts';

type Row = {
	id: string;
	person_id: string | null;
	kind: string;
	address: string;
	data: unknown;
	attempts: number;
	message_id: string;
	rendered_at: string | null;
	due_at: string;
	/** When its reader stopped letters of this kind. */
	stopped_at: string | null;
};

type Transport = ReturnType<typeof postOffice>['transport'];

/** What all letters that are due need alike. */
type Office = { place: string; readers: Map<string, Actor>; transport: Transport };

/** Renders the letters that are due, each as its reader sees the truth now, and sends them where mail is set up. */
export async function sendLetters(at: Temporal.Instant): Promise<number> {
	const { office, due, rhythms } = await asSystem('sending letters', async (tx) => {
		const place = await tx.selectFrom('place').select(['name', 'demo_since']).executeTakeFirst();
		// The people of a demo are nobody's correspondents.
		const transport = place?.demo_since ? undefined : postOffice().transport;
		const due = await tx
			.selectFrom('letter')
			.leftJoin('letter_sending as sending', 'sending.letter_id', 'letter.id')
			.leftJoin('letter_decline as decline', 'decline.letter_id', 'letter.id')
			.leftJoin('letter_stop as stop', (join) =>
				join.onRef('stop.person_id', '=', 'letter.person_id').onRef('stop.kind', '=', 'letter.kind')
			)
			.select([
				'letter.id',
				'letter.person_id',
				'letter.kind',
				'address',
				'data',
				'attempts',
				'message_id',
				'rendered_at',
				'due_at',
				'stop.at as stopped_at'
			])
			.where('due_at', '<=', at.toString())
			.where('sending.at', 'is', null)
			.where('decline.at', 'is', null)
			.where((eb) => (transport ? eb.lit(true) : eb('rendered_at', 'is', null)))
			.orderBy('due_at')
			.limit(200)
			.execute();
		const people = due.flatMap((row) => row.person_id ?? []);
		const readers = await actorsOf(tx, people);
		const office = { place: place?.name ?? '', readers, transport };
		return { office, due, rhythms: await rhythmsOf(tx, people) };
	});
	const left = new Set(due);
	const queue = due.values();
	let done = 0;
	const clerk = async () => {
		for (const row of queue) {
			if (await handle(row, at, office, rhythms.get(row.person_id ?? ''))) done += 1;
			left.delete(row);
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: clerks }, clerk));
	const broken = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
	const error = broken.find((reason) => !(reason instanceof Unreachable)) ?? broken[0];
	if (error instanceof Unreachable) {
		log.error({ error, letters: left.size }, 'mail server');
		await wait([...left], at);
	} else if (error) throw error;
	return done;
}

/** How many letters are laid out at a time: while one waits for the database, another is written. */
const clerks = 4;

/** A letter that lay here while no mail was set up is old news after so many hours: it stands in the inbox. */
const oldAfter = 48;

/** About a week of trying. */
const mostAttempts = 40;

async function handle(
	row: Row,
	at: Temporal.Instant,
	office: Office,
	rhythm: Rhythm | undefined
): Promise<boolean> {
	const personal = letterKinds.some((kind) => kind === row.kind);
	if (personal && rhythm && !isGentle(at, rhythm)) {
		await putOff(row, nextGentle(at, rhythm));
		return true;
	}
	const age = Temporal.Instant.from(row.due_at).until(at).total('hours');
	const old = personal && row.rendered_at !== null && age > oldAfter;
	if (old || row.stopped_at || row.attempts >= mostAttempts) {
		await decline(row, old ? 'old news' : row.stopped_at ? 'nothing left to tell' : 'given up', at);
		return true;
	}
	try {
		const letter = (await writtenInvitation(row)) ?? (await write(row, office, at));
		if (letter && office.transport) await send(row, letter, at, office.transport);
		if (!letter) await decline(row, 'nothing left to tell', at);
		return true;
	} catch (error) {
		if (error instanceof Unreachable) throw error;
		if (error instanceof Bounced) {
			await decline(row, 'bounced', at);
			return true;
		}
		log.error({ error, letter: row.id }, 'letter');
		await later(row, at);
		return false;
	}
}

/** Lays a letter out as things are now and keeps it; null when there is nothing left to tell. */
async function write(row: Row, office: Office, at: Temporal.Instant): Promise<Written | null> {
	const letter = await compose(row, office, at);
	if (!letter) return null;
	const { html, text } = await layOut(letter);
	const { subject, stop, replyTo } = letter;
	await asSystem('sending letters', (tx) =>
		tx
			.updateTable('letter')
			.set({
				subject,
				html,
				text,
				headers: JSON.stringify({
					'Message-ID': row.message_id,
					...(replyTo && { 'Reply-To': replyTo }),
					...stopHeaders(stop?.href)
				}),
				rendered_at: at.toString()
			})
			.where('id', '=', row.id)
			.execute()
	);
	return { subject, text, html, stopUrl: stop?.href, replyTo };
}

async function send(
	row: Row,
	letter: Written,
	at: Temporal.Instant,
	transport: NonNullable<Transport>
): Promise<void> {
	const { from } = postOffice();
	await transport.send({ ...letter, from, to: row.address, messageId: row.message_id });
	await asSystem('sending letters', (tx) =>
		tx
			.insertInto('letter_sending')
			.values({ letter_id: row.id, at: at.toString() })
			.onConflict((conflict) => conflict.doNothing())
			.execute()
	);
}

async function decline(row: Row, reason: string, at: Temporal.Instant): Promise<void> {
	await asSystem('sending letters', (tx) =>
		tx
			.insertInto('letter_decline')
			.values({ letter_id: row.id, reason, at: at.toString() })
			.onConflict((conflict) => conflict.doNothing())
			.execute()
	);
}

async function putOff(row: Row, due: Temporal.Instant): Promise<void> {
	await asSystem('sending letters', (tx) =>
		tx.updateTable('letter').set({ due_at: due.toString() }).where('id', '=', row.id).execute()
	);
}

/** No letter leaves while the mail server is away, and none of them is to blame: all wait a minute. */
async function wait(rows: Row[], at: Temporal.Instant): Promise<void> {
	const ids = rows.map(({ id }) => id);
	await asSystem('sending letters', (tx) =>
		tx
			.updateTable('letter')
			.set({ due_at: at.add({ minutes: 1 }).toString() })
			.where('id', 'in', ids)
			.execute()
	);
}

/** Tries again after 1, 4, 9, … minutes. */
async function later(row: Row, at: Temporal.Instant): Promise<void> {
	const attempts = row.attempts + 1;
	await asSystem('sending letters', (tx) =>
		tx
			.updateTable('letter')
			.set({ attempts, due_at: at.add({ minutes: Math.min(attempts * attempts, 360) }).toString() })
			.where('id', '=', row.id)
			.execute()
	);
}

/** Whole letters, for the machine's own shell. */
export async function listLettersHere({ to }: { to?: string }) {
	return asSystem('at the machine', async (tx) => {
		const { rows } = await sql<Record<string, unknown>>`
			select l.address as "to", l.kind, l.subject, l.text, l.html, l.headers, l.message_id as "messageId",
				l.due_at as "dueAt", s.at as "sentAt", d.reason as declined
			from letter l left join letter_sending s on s.letter_id = l.id left join letter_decline d on d.letter_id = l.id
			where ${to ?? null}::text is null or l.address = lower(${to ?? null})
			order by l.due_at, l.id`.execute(tx);
		return rows;
	});
}

/** How the outbox stands, for the machine's own shell: letters that wait, those of them that should have left an hour ago or failed before, and those refused for good. */
export async function outboxHere(at: Temporal.Instant) {
	const hourAgo = at.subtract({ hours: 1 }).toString();
	const counts = await asSystem('at the machine', async (tx) => {
		const { rows } = await sql<{ waiting: number; stuck: number; bounced: number }>`
			select count(*) filter (where s.at is null and d.at is null) as waiting,
				count(*) filter (where s.at is null and d.at is null and (due_at < ${hourAgo} or attempts > 0)) as stuck,
				count(*) filter (where d.reason = 'bounced') as bounced
			from letter l left join letter_sending s on s.letter_id = l.id left join letter_decline d on d.letter_id = l.id`.execute(
			tx
		);
		return rows[0]!;
	});
	return { ...counts, sends: postOffice().transport !== undefined };
}
