import { z } from 'zod';
import { getLocale } from '#locale';
import * as m from '#messages';
import { as, type Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { inLocale } from '#platform/server/locale.ts';
import type { Letter } from '#platform/server/mail/layout.ts';
import { sayDay, sayFullDay } from '#platform/time/format.ts';
import { todayIn } from '#platform/time/windows.ts';
import { sentenceOf } from '../sentences.ts';
import { openAsks } from './asks.ts';
import { noticesOf, render } from './inbox.ts';
import { composeLink, isLink, type Envelope } from './links.ts';
import { answerPath } from './answering.ts';
import { postOffice } from './post.ts';
import { composeReturned, replyAddress } from './replies.ts';
import { stopToken } from './stopping.ts';

/** The letter as its reader, one of `readers`, may see it now; null when there is nothing left to tell. */
export async function compose(
	row: Envelope,
	{ place, readers }: { place: string; readers: Map<string, Actor> },
	at: Temporal.Instant
): Promise<Letter | null> {
	if (row.kind === 'returned') return composeReturned(row, place);
	if (!row.person_id || isLink(row.kind)) return composeLink(row, place);
	const reader = readers.get(row.person_id);
	if (!reader) return null;
	return inLocale(reader.locale, async () => {
		const news = await as(reader.id, (tx) => newsOf(tx, row, reader, at));
		if (!news) return null;
		return {
			locale: getLocale(),
			place,
			...news,
			greeting: m.letter_greeting({ name: reader.name.split(' ')[0] ?? '' }),
			why: row.kind === 'digest' ? m.letter_why_digest() : m.letter_why_notice(),
			stop: {
				label: m.letter_stop(),
				href: `${postOffice().origin}/letters/stop/${stopToken(reader.id, row.kind)}`
			}
		};
	});
}

const newsData = z.object({
	notices: z.array(z.string()).default([]),
	asks: z.array(z.string()).default([])
});

async function newsOf(tx: Tx, row: Envelope, reader: Actor, at: Temporal.Instant) {
	const data = newsData.parse(row.data);
	const open = (await openAsks(tx, reader.id, at.toString())).filter((each) =>
		data.asks.includes(each.id)
	);
	const rows = await noticesOf(tx, reader.id, { ids: data.notices, most: 100 });
	const told = (await render(tx, rows)).filter((each) => !each.read);
	if (open.length === 0 && told.length === 0) return null;
	const returns = open.filter((each) => each.kind === 'adoption');
	const reminders = open.filter((each) => each.kind === 'reminder');
	const rest = open.filter((each) => !['adoption', 'reminder'].includes(each.kind));
	const replies = told.flatMap((each) => replyAddress(each) ?? []);
	return {
		subject: subjectOf({ returns, reminders, rest, told }),
		preheader: preheaderOf(open, told),
		// An answer to a letter that tells of several things would not say to which.
		...(replies.length === 1 && { replyTo: replies[0] }),
		sections: [
			...returns.map((each) => returnSection(each, reader, at)),
			...reminders.map((each) => reminderSection(each, at)),
			...(rest.length > 0 ? [askSection(rest, reader, at)] : []),
			...(told.length > 0 ? [newsSection(told)] : [])
		]
	};
}

type Ask = Awaited<ReturnType<typeof openAsks>>[number];
type Told = Awaited<ReturnType<typeof render>>[number];
type News = { returns: Ask[]; reminders: Ask[]; rest: Ask[]; told: Told[] };
type Section = Letter['sections'][number];

/** What a colleague would write above it: the first thing it asks, else the first it tells. */
function subjectOf({ returns, reminders, rest, told }: News): string {
	if (returns[0]) return m.letter_subject_follow_up({ title: nameOf(returns[0]) });
	if (reminders[0]) return m.letter_subject_reminder({ title: reminders[0].title });
	if (rest[0]) return m.letter_subject_ask({ title: rest[0].title });
	return sentenceOf(told[0]!);
}

function preheaderOf(open: Ask[], told: Told[]): string {
	const minutes = open.reduce((sum, each) => sum + each.minutes, 0);
	return [
		...(minutes > 0 ? [m.letter_asks_minutes({ minutes })] : []),
		...(told.length > 0 ? [m.letter_news_count({ count: told.length })] : [])
	].join(' · ');
}

/** Their own words back, the passage as it stood, and the question. */
function returnSection(each: Ask, { zone }: Actor, at: Temporal.Instant): Section {
	const day = sayDay(todayIn(zone, Temporal.Instant.from(each.at)), {
		locale: getLocale(),
		today: todayIn(zone, at)
	});
	return {
		title: m.letter_how_did_it_go(),
		paragraphs: [
			each.text
				? m.letter_you_wrote({ day, title: nameOf(each) })
				: m.letter_you_took_up({ day, title: nameOf(each) })
		],
		quote: each.text || each.quotes,
		...(each.text && { after: m.letter_the_passage({ words: shortened(each.quotes, 400) }) }),
		action: { label: m.letter_say_how(), href: postOffice().origin + answerPath(each.id, at) }
	};
}

/** What they wanted to be reminded of, in their own words; the page that it leads to ends it, or puts it off. */
function reminderSection({ id, title, quotes }: Ask, at: Temporal.Instant): Section {
	return {
		title,
		paragraphs: [quotes ? m.notices_reminder_of() : m.notices_reminder_bare()],
		...(quotes && { quote: quotes }),
		action: { label: m.letter_reminder_open(), href: postOffice().origin + answerPath(id, at) }
	};
}

function askSection(asks: Ask[], { zone }: Actor, at: Temporal.Instant): Section {
	const minutes = asks.reduce((sum, each) => sum + each.minutes, 0);
	return {
		title: m.letter_asks({ minutes }),
		items: asks.map((each) => ({
			title: each.title,
			href: fromLetterTo(each.url),
			text: [
				m.letter_asks_minutes({ minutes: each.minutes }),
				...(each.untilAt ? [m.letter_until({ day: lastDay(each.untilAt, zone) })] : [])
			].join(' · '),
			act: {
				label: each.kind === 'survey' ? m.letter_answer_survey() : m.letter_answer_here(),
				href: postOffice().origin + answerPath(each.id, at)
			}
		}))
	};
}

function newsSection(told: Told[]): Section {
	const most = 12;
	return {
		title: m.letter_news(),
		items: told.slice(0, most).map((each) => {
			const address = replyAddress(each);
			return {
				title: sentenceOf(each),
				href: fromLetterTo(each.url),
				text: shortened(each.text, 240),
				...(address && { act: { label: m.letter_reply(), href: mailTo(address, each.title) } })
			};
		}),
		...(told.length > most && {
			after: m.letter_more({ count: told.length - most }),
			action: { label: m.letter_open_inbox(), href: `${postOffice().origin}/inbox` }
		})
	};
}

/** The source may be out of sight by now; then the words that were taken up name it. */
function nameOf({ title, quotes }: Ask): string {
	return title || shortened(quotes, 60);
}

/** A window is over at the beginning of a day; what people are told is the day before, which is theirs to its end. */
function lastDay(untilAt: string, zone: string): string {
	const last = Temporal.Instant.from(untilAt).subtract({ milliseconds: 1 });
	return sayFullDay(todayIn(zone, last), getLocale());
}

/** The training that it leads to is opened from a letter, and counts as that. */
function fromLetterTo(path: string): string {
	const url = new URL(path, postOffice().origin);
	if (url.pathname.startsWith('/trainings/')) url.searchParams.set('by', 'letter');
	return url.href;
}

function mailTo(address: string, title: string): string {
	return `mailto:${address}?subject=${encodeURIComponent(`Re: ${title}`)}`;
}

function shortened(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most).replace(/\s+\S*$/, '')} …` : text;
}
