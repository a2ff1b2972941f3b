import { sql } from 'kysely';
import { asSystem } from '#platform/server/db/database.ts';
import { log } from '#platform/server/log.ts';
import { layOut, type Letter } from '#platform/server/mail/layout.ts';
import { Bounced, stopHeaders } from '#platform/server/mail/transport.ts';
import { isGentle, nextGentle } from '#platform/time/moments.ts';
import { rhythmsOf, type Rhythm } from '#modules/people/server/rhythm.ts';
import { letterKinds } from '../notices.ts';
import { compose } from './composing.ts';
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
};

type Transport = ReturnType<typeof postOffice>['transport'];

/** Renders the letters that are due, each as its reader sees the truth now, and sends them where mail is set up. */
export async function sendLetters(at: Temporal.Instant): Promise<number> {
	const { transport, due, rhythms } = await asSystem('sending letters', async (tx) => {
		const place = await tx.selectFrom('place').select('demo_since').executeTakeFirst();
		// The people of a demo are nobody's correspondents.
		const transport = place?.demo_since ? undefined : postOffice().transport;
		const due = await tx
			.selectFrom('letter')
			.leftJoin('letter_sending as sending', 'sending.letter_id', 'letter.id')
			.leftJoin('letter_decline as decline', 'decline.letter_id', 'letter.id')
			.select([
				'letter.id',
				'person_id',
				'kind',
				'address',
				'data',
				'attempts',
				'message_id',
				'rendered_at',
				'due_at'
			])
			.where('due_at', '<=', at.toString())
			.where('sending.at', 'is', null)
			.where('decline.at', 'is', null)
			.where((eb) => (transport ? eb.lit(true) : eb('rendered_at', 'is', null)))
			.orderBy('due_at')
			.limit(200)
			.execute();
		const rhythms = await rhythmsOf(
			tx,
			due.flatMap((row) => row.person_id ?? [])
		);
		return { transport, due, rhythms };
	});
	let done = 0;
	for (const row of due)
		if (await handle(row, at, transport, rhythms.get(row.person_id ?? ''))) done += 1;
	return done;
}

/** A letter that lay here while no mail was set up is old news after so many hours: it stands in the inbox. */
const oldAfter = 48;

/** About a week of trying. */
const mostAttempts = 40;

async function handle(
	row: Row,
	at: Temporal.Instant,
	transport: Transport,
	rhythm: Rhythm | undefined
): Promise<boolean> {
	const personal = letterKinds.some((kind) => kind === row.kind);
	if (personal && rhythm && !isGentle(at, rhythm)) {
		await putOff(row, nextGentle(at, rhythm));
		return true;
	}
	const age = Temporal.Instant.from(row.due_at).until(at).total('hours');
	const old = personal && row.rendered_at !== null && age > oldAfter;
	if (old || row.attempts >= mostAttempts) {
		await decline(row, old ? 'old news' : 'given up', at);
		return true;
	}
	try {
		const letter = await compose(row, at);
		if (!letter) {
			await decline(row, 'nothing left to tell', at);
			return true;
		}
		await send(row, letter, at, transport);
		return true;
	} catch (error) {
		if (error instanceof Bounced) {
			await decline(row, 'bounced', at);
			return true;
		}
		log.error({ error, letter: row.id }, 'letter');
		await later(row, at);
		return false;
	}
}

async function send(
	row: Row,
	letter: Letter,
	at: Temporal.Instant,
	transport: Transport
): Promise<void> {
	const { html, text } = await layOut(letter);
	const stopUrl = letter.stop?.href;
	await asSystem('sending letters', (tx) =>
		tx
			.updateTable('letter')
			.set({
				subject: letter.subject,
				html,
				text,
				headers: JSON.stringify({ 'Message-ID': row.message_id, ...stopHeaders(stopUrl) }),
				rendered_at: at.toString(),
				attempts: row.attempts + 1
			})
			.where('id', '=', row.id)
			.execute()
	);
	if (!transport) return;
	await transport.send({
		from: postOffice().from,
		to: row.address,
		subject: letter.subject,
		text,
		html,
		messageId: row.message_id,
		stopUrl
	});
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
