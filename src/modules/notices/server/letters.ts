import { sql } from 'kysely';
import { z } from 'zod';
import * as m from '#messages';
import { as, asSystem, type Tx } from '#platform/server/db/database.ts';
import { inLocale } from '#platform/server/locale.ts';
import { log } from '#platform/server/log.ts';
import { layOut, type Letter } from '#platform/server/mail/layout.ts';
import { Bounced, stopHeaders } from '#platform/server/mail/transport.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { sentenceOf } from '../sentences.ts';
import { noticesOf, render } from './inbox.ts';
import { openAsks } from './asks.ts';
import { postOffice, stopToken } from './post.ts';

type Row = {
	id: string;
	person_id: string | null;
	kind: string;
	address: string;
	data: unknown;
	attempts: number;
	message_id: string;
	rendered_at: string | null;
};

type Transport = ReturnType<typeof postOffice>['transport'];

/** Renders the letters that are due, each as its reader sees the truth now, and sends them where mail is set up. */
export async function sendLetters(at: Temporal.Instant): Promise<number> {
	const { transport, due } = await asSystem('sending letters', async (tx) => {
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
				'rendered_at'
			])
			.where('due_at', '<=', at.toString())
			.where('sending.at', 'is', null)
			.where('decline.at', 'is', null)
			.where((eb) => (transport ? eb.lit(true) : eb('rendered_at', 'is', null)))
			.orderBy('due_at')
			.limit(200)
			.execute();
		return { transport, due };
	});
	let done = 0;
	for (const row of due) if (await handle(row, at, transport)) done += 1;
	return done;
}

async function handle(row: Row, at: Temporal.Instant, transport: Transport): Promise<boolean> {
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

/** The letter as its reader may see it now; null when there is nothing left to tell, or they stopped this kind. */
async function compose(row: Row, at: Temporal.Instant): Promise<Letter | null> {
	const reader = row.person_id ? await readerOf(row.person_id, row.kind) : null;
	if (row.person_id && !reader) return null;
	return inLocale(reader?.locale ?? 'en', async () => {
		const place = await asSystem('sending letters', (tx) =>
			tx.selectFrom('place').select('name').executeTakeFirstOrThrow()
		);
		const base = { locale: reader?.locale ?? 'en', place: place.name };
		if (row.kind === 'sign_in' || row.kind === 'invitation')
			return { ...base, ...linkLetter(row, place.name) };
		const news = await as(row.person_id, (tx) => newsOf(tx, row, at));
		if (!news) return null;
		const { origin } = postOffice();
		return {
			...base,
			...news,
			greeting: m.letter_greeting({ name: reader!.name.split(' ')[0] ?? '' }),
			why: row.kind === 'digest' ? m.letter_why_digest() : m.letter_why_notice(),
			stop: {
				label: m.letter_stop(),
				href: `${origin}/letters/stop/${stopToken(row.person_id!, row.kind)}`
			}
		};
	});
}

async function readerOf(person: string, kind: string) {
	const stopped = await as(person, (tx) =>
		tx
			.selectFrom('letter_stop')
			.select('at')
			.where('person_id', '=', person)
			.where('kind', '=', kind)
			.executeTakeFirst()
	);
	return stopped ? null : actorOf(person);
}

const newsData = z.object({
	notices: z.array(z.string()).default([]),
	asks: z.array(z.string()).default([])
});

async function newsOf(tx: Tx, row: Row, at: Temporal.Instant) {
	const { notices, asks } = newsData.parse(row.data);
	const { origin } = postOffice();
	const open = (await openAsks(tx, row.person_id!, at.toString())).filter((each) =>
		asks.includes(each.id)
	);
	const rows = await noticesOf(tx, row.person_id!, { ids: notices, most: 100 });
	const told = (await render(tx, rows)).filter((each) => !each.read);
	if (open.length === 0 && told.length === 0) return null;
	const returns = open.filter((each) => each.kind === 'adoption');
	const rest = open.filter((each) => each.kind !== 'adoption');
	const minutes = open.reduce((sum, each) => sum + each.minutes, 0);
	const sections: Letter['sections'] = [
		...returns.map((each) => ({
			title: m.letter_how_did_it_go(),
			paragraphs: [m.letter_you_wrote({ title: each.title })],
			quote: each.text,
			action: { label: m.letter_say_how(), href: origin + each.url }
		})),
		...(rest.length > 0
			? [
					{
						title: m.letter_asks({ minutes }),
						items: rest.map((each) => ({ title: each.title, href: origin + each.url }))
					}
				]
			: []),
		...(told.length > 0
			? [
					{
						title: m.letter_news(),
						items: told.slice(0, 12).map((each) => ({
							title: sentenceOf(each),
							href: origin + each.url,
							text: each.text
						}))
					}
				]
			: [])
	];
	const first = open[0];
	const subject = first
		? first.kind === 'adoption'
			? m.letter_subject_follow_up({ title: first.title })
			: m.letter_subject_ask({ title: first.title })
		: sentenceOf(told[0]!);
	return { subject, preheader: m.letter_preheader({ minutes, count: told.length }), sections };
}

const linkData = z.object({ path: z.string().startsWith('/'), by: z.string().default('') });

function linkLetter(row: Row, place: string): Omit<Letter, 'locale' | 'place'> {
	const { path, by } = linkData.parse(row.data);
	const href = postOffice().origin + path;
	if (row.kind === 'invitation')
		return {
			subject: m.letter_invitation_subject({ by, place }),
			preheader: m.letter_invitation_text({ place }),
			greeting: m.letter_hello(),
			sections: [
				{
					paragraphs: [m.letter_invitation_text({ place })],
					action: { label: m.letter_invitation_open(), href }
				}
			],
			why: m.letter_why_invitation({ by })
		};
	return {
		subject: m.letter_sign_in_subject({ place }),
		preheader: m.letter_sign_in_text(),
		greeting: m.letter_hello(),
		sections: [
			{ paragraphs: [m.letter_sign_in_text()], action: { label: m.letter_sign_in_open(), href } }
		],
		why: m.letter_why_sign_in()
	};
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
