import { sql } from 'kysely';
import { z } from 'zod';
import { writtenAudiences } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door, type Actor } from '#platform/server/door.ts';
import {
	latestVersions,
	materialVersions,
	mayWrite,
	titlesOf
} from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { atOrAboveFloor, level } from '../series.ts';
import { seriesOf, trainingRow } from './rows.ts';

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });
const trainer = who.extend({ role: z.string() });
const expectation = z.object({ level, atLeast: z.number().nullable() });
const mine = z.object({
	/** The version that I said I've read, while no later one asks again. */
	readVersion: z.number().nullable(),
	/** True when I read a version before the last material change. */
	asksAgain: z.boolean(),
	contributed: z.boolean(),
	startedEarly: z.boolean()
});

const partShown = z.object({
	training: z.string(),
	title: z.string(),
	opens: z.string(),
	closes: z.string(),
	format: z.string(),
	minutes: z.number(),
	version: z.number().nullable(),
	trainers: z.array(trainer),
	mine
});

const seriesShown = z.object({
	id: z.string(),
	title: z.string(),
	about: z.string(),
	audience: z.string(),
	expectation,
	owners: z.array(who),
	publishedAt: z.string().nullable(),
	parts: z.array(partShown),
	may: z.object({ change: z.boolean(), publish: z.boolean() })
});

/** Every series that the reader may see: those in preparation that they are part of, and those that are out; newest window first. */
export const listSeries = door({
	id: 'series.list',
	summary: 'The series that I may see',
	http: 'GET /series',
	input: z.object({ cursor: z.string().max(100).optional() }),
	output: z.object({ items: z.array(seriesShown), next: z.string().nullable() }),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const size = 20;
		let query = tx
			.selectFrom('series')
			.select('id')
			.orderBy('id', 'desc')
			.limit(size + 1);
		if (input.cursor) query = query.where('id', '<', input.cursor);
		const ids = (await query.execute()).map(({ id }) => id);
		const items = await showSeries(tx, actor, ids.slice(0, size));
		return { items, next: ids.length > size ? ids[size - 1]! : null };
	}
});

/** A series with its parts, and where the reader stands in it. */
export const getSeries = door({
	id: 'series.get',
	summary: 'A series with its parts',
	http: 'GET /series/{series}',
	input: z.object({ series: z.uuid() }),
	output: seriesShown,
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		await seriesOf(tx, input.series);
		return (await showSeries(tx, actor, [input.series]))[0]!;
	}
});

/** A training as its reader meets it: text, window, who made it, counts above the floor, and where they stand. */
export const getTraining = door({
	id: 'trainings.get',
	summary: 'A training with its text',
	http: 'GET /trainings/{training}',
	input: z.object({ training: z.uuid() }),
	output: z.object({
		id: z.string(),
		title: z.string(),
		version: z.number().nullable(),
		note: z.string(),
		publishedAt: z.string().nullable(),
		markdown: z.string(),
		html: z.string(),
		words: z.number(),
		blocks: z.array(
			z
				.object({
					id: z.string(),
					kind: z.string(),
					text: z.string(),
					html: z.string(),
					authors: z.array(z.string()),
					name: z.string().optional(),
					number: z.number().optional()
				})
				.loose()
		),
		people: z.record(z.string(), who),
		window: z.object({ opens: z.string(), closes: z.string() }),
		format: z.string(),
		minutes: z.number(),
		trainers: z.array(trainer),
		audience: z.string(),
		series: z.object({
			id: z.string(),
			title: z.string(),
			expectation,
			out: z.boolean(),
			parts: z.array(
				z.object({ training: z.string(), title: z.string(), opens: z.string(), closes: z.string() })
			),
			contributedIn: z.number()
		}),
		counts: z.object({
			submissions: z.number(),
			comments: z.number(),
			thanks: z.number(),
			read: z.number().nullable(),
			adoptions: z.number().nullable(),
			same: z.number().nullable()
		}),
		mine,
		may: z.object({ edit: z.boolean(), move: z.boolean(), share: z.boolean() })
	}),
	can: anyMember,
	run: async ({ actor, input, tx }) => {
		const row = await trainingRow(tx, input.training);
		const series = (await showSeries(tx, actor, [row.series_id]))[0]!;
		const part = series.parts.find(({ training }) => training === row.id)!;
		const version = (await latestVersions(tx, [row.id])).get(row.id);
		const authors = version?.blocks.flatMap((block) => block.authors) ?? [];
		const people = await peopleById(tx, authors);
		const counts = await countsOf(tx, row.id);
		return {
			id: row.id,
			title: part.title,
			version: version?.number ?? null,
			note: version?.note ?? '',
			publishedAt: version?.at ?? null,
			markdown: version?.markdown ?? '',
			html: version?.html ?? '',
			words: version?.words ?? 0,
			blocks: version?.blocks ?? [],
			people: Object.fromEntries(
				[...people].map(([id, person]) => [id, { id, name: person.name, face: person.face }])
			),
			window: { opens: row.opens, closes: row.closes },
			format: row.format,
			minutes: row.minutes,
			trainers: part.trainers,
			audience: series.audience,
			series: {
				id: series.id,
				title: series.title,
				expectation: series.expectation,
				out: series.publishedAt !== null,
				parts: series.parts.map(({ training, title, opens, closes }) => ({
					training,
					title,
					opens,
					closes
				})),
				contributedIn: series.parts.filter((each) => each.mine.contributed).length
			},
			counts: {
				submissions: counts.get('submission') ?? 0,
				comments: counts.get('comment') ?? 0,
				thanks: counts.get('thanks') ?? 0,
				read: atOrAboveFloor(counts.get('read') ?? 0),
				adoptions: atOrAboveFloor(counts.get('adoption') ?? 0),
				same: atOrAboveFloor(counts.get('same') ?? 0)
			},
			mine: part.mine,
			may: {
				edit: await mayWrite(tx, row.id),
				move: series.may.change,
				share: series.publishedAt !== null
			}
		};
	}
});

/** Series with all that pages show of them, in a number of statements that does not grow with theirs. */
async function showSeries(
	tx: Tx,
	actor: Actor,
	ids: string[]
): Promise<z.input<typeof seriesShown>[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('series')
		.leftJoin('series_publication as out', 'out.series_id', 'series.id')
		.selectAll('series')
		.select(['out.at as out', sql<boolean>`i_own_series(series.id)`.as('mine')])
		.where('series.id', 'in', ids)
		.orderBy('series.id', 'desc')
		.execute();
	const owners = await tx
		.selectFrom('series_owner')
		.select(['series_id', 'person_id'])
		.where('series_id', 'in', ids)
		.execute();
	const trainings = await tx
		.selectFrom('training')
		.selectAll()
		.where('series_id', 'in', ids)
		.orderBy('position')
		.execute();
	const parts = trainings.map(({ id }) => id);
	const trainers = parts.length
		? await tx
				.selectFrom('training_trainer')
				.selectAll()
				.where('training_id', 'in', parts)
				.execute()
		: [];
	const titles = await titlesOf(tx, parts);
	const material = await materialVersions(tx, parts);
	const own = await ownStanding(tx, actor.id, parts);
	const people = await peopleById(
		tx,
		[...owners, ...trainers].map((row) => row.person_id)
	);
	const audiences = await writtenAudiences(
		tx,
		rows.map((row) => row.audience_id),
		actor.id
	);
	const whoIs = (id: string) => {
		const person = people.get(id);
		return person ? [{ id, name: person.name, face: person.face }] : [];
	};
	return rows.map((row) => ({
		id: row.id,
		title: row.title,
		about: row.about,
		audience: audiences.get(row.audience_id) ?? 'everyone',
		expectation: { level: row.level as z.infer<typeof level>, atLeast: row.at_least },
		owners: owners
			.filter((owner) => owner.series_id === row.id)
			.flatMap((owner) => whoIs(owner.person_id)),
		publishedAt: row.out,
		parts: trainings
			.filter((training) => training.series_id === row.id)
			.map((training) => {
				const version = material.get(training.id) ?? null;
				const read = own.read.get(training.id) ?? null;
				return {
					training: training.id,
					title: titles.get(training.id) ?? '',
					opens: training.opens,
					closes: training.closes,
					format: training.format,
					minutes: training.minutes,
					version,
					trainers: trainers
						.filter((each) => each.training_id === training.id)
						.flatMap((each) =>
							whoIs(each.person_id).map((person) => ({ ...person, role: each.role }))
						),
					mine: {
						readVersion: read !== null && version !== null && read >= version ? read : null,
						asksAgain: read !== null && version !== null && read < version,
						contributed: own.contributed.has(training.id),
						startedEarly: own.early.has(training.id)
					}
				};
			}),
		may: { change: row.mine, publish: row.mine && row.out === null }
	}));
}

async function ownStanding(tx: Tx, person: string, trainings: string[]) {
	if (trainings.length === 0)
		return {
			read: new Map<string, number>(),
			contributed: new Set<string>(),
			early: new Set<string>()
		};
	const { rows } = await sql<{
		training: string;
		read: number | null;
		contributed: boolean;
		early: boolean;
	}>`
		select t.id as training,
			(select max(version) from check_off c where c.training_id = t.id and c.person_id = ${person}) as read,
			exists (select from contribution k where k.training_id = t.id and k.person_id = ${person}) as contributed,
			exists (select from early_start e where e.training_id = t.id and e.person_id = ${person}) as early
		from unnest(${trainings}::uuid[]) as t(id)`.execute(tx);
	return {
		read: new Map(rows.flatMap((row) => (row.read === null ? [] : [[row.training, row.read]]))),
		contributed: new Set(rows.filter((row) => row.contributed).map((row) => row.training)),
		early: new Set(rows.filter((row) => row.early).map((row) => row.training))
	};
}

async function countsOf(tx: Tx, training: string): Promise<Map<string, number>> {
	const rows = await tx
		.selectFrom('tally')
		.select((eb) => ['what', eb.fn.sum<number>('amount').as('amount')])
		.where('subject_id', '=', training)
		.where('block_id', '=', '')
		.groupBy('what')
		.execute();
	return new Map(rows.map((row) => [row.what, Number(row.amount)]));
}
