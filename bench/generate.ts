import { sql, type RawBuilder } from 'kysely';
import { EVERYONE } from '#platform/server/audiences.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { usualWeek } from '#platform/time/week.ts';
import { fromMarkdown, toMarkdown } from '#modules/documents/server/markdown.ts';
import { render } from '#modules/documents/server/render.ts';
import { vectors } from '#modules/search/server/words.ts';
import { paragraph, pick, seeded, words, type Random } from './words.ts';

export type Size = {
	people: number;
	series: number;
	submissions: number;
	comments: number;
	events: number;
};

export const full: Size = {
	people: 10_000,
	series: 200,
	submissions: 20_000,
	comments: 200_000,
	events: 1_000_000
};

const zones = [
	'America/Denver',
	'Europe/Berlin',
	'Africa/Accra',
	'Asia/Dubai',
	'Asia/Brunei',
	'Australia/Brisbane'
];
const batch = 2_000;

/** The training that the measured pages show: fifty people have shared on it. */
export const measured = { training: idOf('training', 0), series: idOf('series', 0) };

/** Fills an empty, migrated place with an organisation made from `seed`; returns the rows of each table. */
export async function generate(
	size: Size,
	seed: number,
	at: string
): Promise<Record<string, number>> {
	const random = seeded(seed);
	await people(size, random, at);
	const trainings = await series(size, random, at);
	const submissions = await submit(size, random, trainings, at);
	await talk(size, random, trainings, submissions, at);
	await happen(size, at);
	await asSystem('setting up the place', (tx) => sql`analyze`.execute(tx));
	return count();
}

/** An id that its kind and number determine; later numbers sort later, as real ids do. */
export function idOf(kind: string, number: number): string {
	const letters = [...kind].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 0xffff, 7);
	const hex = number.toString(16).padStart(12, '0');
	return `0190${letters.toString(16).padStart(4, '0')}-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10)}0000000000`;
}

async function people(size: Size, random: Random, at: string): Promise<void> {
	await each(size.people, async (tx, from, to) => {
		const rows = range(from, to).map((i) => ({
			id: idOf('person', i),
			name: `${words(random, 1)} ${words(random, 1)} ${i}`,
			email: `person${i}@example.org`,
			zone: zones[i % zones.length]!
		}));
		await insert(
			tx,
			sql`auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")`,
			rows,
			(row) => sql`(${row.id}, ${row.name}, ${row.email}, true, ${at}, ${at})`
		);
		await insert(
			tx,
			sql`person (id, name, zone, week, joined_at, confirmed_at)`,
			rows,
			(row) =>
				sql`(${row.id}, ${row.name}, ${row.zone}, ${JSON.stringify(usualWeek)}, ${at}, ${at})`
		);
		await insert(tx, sql`audience (id, kind)`, rows, (row) => sql`(${row.id}, 'me')`);
	});
}

async function series(size: Size, random: Random, at: string): Promise<string[]> {
	const day = Temporal.Instant.from(at).toZonedDateTimeISO('UTC').toPlainDate();
	const trainings = size.series * 4;
	await asSystem('setting up the place', async (tx) => {
		for (let s = 0; s < size.series; s += 1) {
			const owner = idOf('person', s);
			const team = idOf('team', s);
			await sql`insert into audience (id, kind) values (${team}, 'people')`.execute(tx);
			await sql`insert into audience_person values (${team}, ${owner})`.execute(tx);
			const plan = idOf('plan', s);
			await sql`insert into document (id, kind, title, audience_id, created_by, at)
				values (${plan}, 'note', '', ${team}, ${owner}, ${at})`.execute(tx);
			await sql`insert into document_writer values (${plan}, ${owner}, ${at})`.execute(tx);
			await sql`insert into series (id, title, about, audience_id, team_id, plan_id, level, at_least, created_by, at)
				values (${idOf('series', s)}, ${words(random, 4)}, ${paragraph(random)}, ${EVERYONE}, ${team}, ${plan}, 'expected', 2, ${owner}, ${at})`.execute(
				tx
			);
			await sql`insert into series_owner values (${idOf('series', s)}, ${owner})`.execute(tx);
			await sql`insert into series_publication values (${idOf('series', s)}, ${owner}, ${at})`.execute(
				tx
			);
			for (let p = 0; p < 4; p += 1) {
				const id = idOf('training', s * 4 + p);
				const opens = day.add({ days: 14 * (p - 1) - (s % 60) });
				await document(tx, random, {
					id,
					kind: 'training',
					title: words(random, 5),
					by: owner,
					paragraphs: 12,
					at
				});
				await sql`insert into training (id, series_id, position, opens, closes, minutes, audience_id)
					values (${id}, ${idOf('series', s)}, ${p}, ${opens.toString()}, ${opens.add({ days: 14 }).toString()}, 15, ${EVERYONE})`.execute(
					tx
				);
				await sql`insert into training_trainer values (${id}, ${owner}, '')`.execute(tx);
			}
		}
	});
	return range(0, trainings).map((i) => idOf('training', i));
}

/** The first training has fifty submissions, the others share the rest. */
async function submit(
	size: Size,
	random: Random,
	trainings: string[],
	at: string
): Promise<string[]> {
	await each(
		size.submissions,
		async (tx, from, to) => {
			for (let i = from; i < to; i += 1) {
				const id = idOf('submission', i);
				const by = idOf('person', pick(random, size.people));
				const training = i < 50 ? trainings[0]! : trainings[1 + (i % (trainings.length - 1))]!;
				const title = i % 3 === 0 ? words(random, 4) : '';
				await document(tx, random, {
					id,
					kind: 'submission',
					title,
					by,
					paragraphs: 1 + pick(random, 4),
					at
				});
				await sql`insert into submission values (${id}, ${training}, ${by}, ${at})`.execute(tx);
				await sql`insert into sharing values (${id}, ${EVERYONE}, false, ${at})`.execute(tx);
			}
		},
		200
	);
	await asSystem('setting up the place', (tx) =>
		sql`insert into tally select 'training', training_id, '', 'submission', ${EVERYONE}, count(*) from submission group by training_id`.execute(
			tx
		)
	);
	return range(0, size.submissions).map((i) => idOf('submission', i));
}

async function talk(
	size: Size,
	random: Random,
	trainings: string[],
	submissions: string[],
	at: string
): Promise<void> {
	await each(size.comments, async (tx, from, to) => {
		const rows = range(from, to).map((i) => {
			const onTraining = i % 4 === 0;
			const subjects = onTraining ? trainings : submissions;
			const text = words(random, 8 + pick(random, 24));
			return {
				id: idOf('comment', i),
				kind: onTraining ? 'training' : 'submission',
				subject: subjects[(i * 7919) % subjects.length]!,
				by: idOf('person', pick(random, size.people)),
				text,
				...vectors('', text)
			};
		});
		await insert(
			tx,
			sql`comment (id, kind, subject_id, author_id, markdown, html, audience_id, at)`,
			rows,
			(row) =>
				sql`(${row.id}, ${row.kind}, ${row.subject}, ${row.by}, ${row.text}, ${`<p>${row.text}</p>`}, ${EVERYONE}, ${at})`
		);
		await insert(
			tx,
			sql`search_document`,
			rows,
			(row) =>
				sql`('comment', ${row.id}, ${EVERYONE}, ${row.heading}::tsvector, ${row.words}::tsvector, ${at})`
		);
	});
	await asSystem('setting up the place', async (tx) => {
		await sql`insert into tally select kind, subject_id, '', 'comment', ${EVERYONE}, count(*) from comment group by 1, 2`.execute(
			tx
		);
		await sql`insert into search_word select distinct word from search_document, unnest(tsvector_to_array(words)) as word
			where length(word) between 4 and 40 and word !~ '[0-9]'`.execute(tx);
	});
}

/** Events, and for each person some notices and three asks, as months of use leave them. */
async function happen(size: Size, at: string): Promise<void> {
	await asSystem('setting up the place', async (tx) => {
		await sql`insert into event (id, at, actor_id, verb, kind, subject_id, audience_id)
			select ('0191' || lpad(to_hex(i), 28, '0'))::uuid, ${at}::timestamptz - i * interval '20 seconds', p.id,
				(array['shared', 'commented', 'thanked', 'read', 'adopted'])[1 + i % 5],
				case when i % 5 = 1 then 'comment' else 'submission' end,
				case when i % 5 = 1 then c.id else s.id end, case when i % 5 > 2 then p.id else ${EVERYONE}::uuid end
			from generate_series(1, ${size.events}::int) as i
			join (select id, row_number() over (order by id) - 1 as n from person) p on p.n = i % ${size.people}::int
			join (select id, row_number() over (order by id) - 1 as n from submission) s on s.n = i % ${size.submissions}::int
			join (select id, row_number() over (order by id) - 1 as n from comment) c on c.n = i % ${size.comments}::int`.execute(
			tx
		);
		await sql`insert into notice (id, person_id, event_id, reason, rhythm, at)
			select gen_random_uuid(), p.id, e.id, 'follow', 'daily', e.at
			from (select id, row_number() over (order by id) as n from person) p
			join (select id, at, row_number() over (order by at desc) as n from event where audience_id = ${EVERYONE} limit 200000) e
				on e.n % ${size.people}::int = p.n % ${size.people}::int
			on conflict do nothing`.execute(tx);
		await sql`insert into ask (id, person_id, kind, subject_id, level, minutes, opens_at, until_at, offered_at)
			select gen_random_uuid(), p.id, 'training', t.id, 'expected', 15, ${at}, ${at}::timestamptz + interval '9 days', ${at}
			from person p, (select id from training order by id limit 3) t`.execute(tx);
	});
}

type Made = {
	id: string;
	kind: 'training' | 'submission';
	title: string;
	by: string;
	paragraphs: number;
	at: string;
};

async function document(
	tx: Tx,
	random: Random,
	{ id, kind, title, by, paragraphs, at }: Made
): Promise<void> {
	const content = fromMarkdown(
		range(0, paragraphs)
			.map(() => paragraph(random))
			.join('\n\n'),
		newBlockId
	);
	const { html, blocks, text } = render(content);
	const credited = blocks.map((block) => ({ ...block, authors: [by] }));
	const { heading, words: indexed } = vectors(title, text);
	await sql`insert into document values (${id}, ${kind}, ${title}, ${EVERYONE}, ${by}, ${at})`.execute(
		tx
	);
	await sql`insert into document_writer values (${id}, ${by}, ${at})`.execute(tx);
	await sql`insert into version (document_id, number, title, content, credit, html, markdown, blocks, words, material, by_id, audience_id, at)
		values (${id}, 1, ${title}, ${JSON.stringify(content)}, '[]', ${html}, ${toMarkdown(content)}, ${JSON.stringify(credited)},
			${text.split(' ').length}, true, ${by}, ${EVERYONE}, ${at})`.execute(tx);
	await sql`insert into search_document values (${kind}, ${id}, ${EVERYONE}, ${heading}::tsvector, ${indexed}::tsvector, ${at})`.execute(
		tx
	);
}

async function insert<Row>(
	tx: Tx,
	into: RawBuilder<unknown>,
	rows: Row[],
	values: (row: Row) => RawBuilder<unknown>
): Promise<void> {
	await sql`insert into ${into} values ${sql.join(rows.map(values))}`.execute(tx);
}

async function each(
	count: number,
	work: (tx: Tx, from: number, to: number) => Promise<void>,
	size = batch
): Promise<void> {
	for (let from = 0; from < count; from += size)
		await asSystem('setting up the place', (tx) => work(tx, from, Math.min(count, from + size)));
}

function range(from: number, to: number): number[] {
	return Array.from({ length: to - from }, (_, i) => from + i);
}

async function count(): Promise<Record<string, number>> {
	return asSystem('setting up the place', async (tx) => {
		const tables = [
			'person',
			'series',
			'training',
			'submission',
			'comment',
			'event',
			'notice',
			'ask',
			'search_document'
		];
		const counts: Record<string, number> = {};
		for (const table of tables) {
			const { rows } = await sql<{
				n: number;
			}>`select count(*)::int as n from ${sql.table(table)}`.execute(tx);
			counts[table] = rows[0]!.n;
		}
		return counts;
	});
}
