import { sql } from 'kysely';
import { z } from 'zod';
import { day } from '#platform/time/day.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { compare } from '#modules/documents/server/changes.ts';
import { comparedBlock } from '#modules/documents/compared.ts';
import {
	editedSince,
	latestVersions,
	mayWrite,
	readVersion
} from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { atOrAboveFloor, format } from '../series.ts';
import { seriesOf, trainingRow } from './rows.ts';
import { countsOf, expectation, mine, seriesShown, showSeries, trainer, who } from './shown.ts';

/** Every series that the reader may see: those in preparation that they are part of, and those that are out; newest window first. */
export const listSeries = door({
	id: 'series.list',
	summary: 'The series that I may see',
	http: 'GET /series',
	input: z.object({
		cursor: z.uuid().optional(),
		/** Only those that are out and have a part open on this day. */
		openOn: day('Write a date such as 2027-01-31').optional()
	}),
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
		const { openOn } = input;
		if (openOn)
			query = query.where((eb) =>
				eb.and([
					eb.not(
						eb.exists(
							eb
								.selectFrom('series_cancellation as off')
								.whereRef('off.series_id', '=', 'series.id')
						)
					),
					eb.exists(
						eb.selectFrom('series_publication as out').whereRef('out.series_id', '=', 'series.id')
					),
					eb.exists(
						eb
							.selectFrom('training')
							.whereRef('training.series_id', '=', 'series.id')
							.where(sql<boolean>`${openOn}::date - ${ownDays} between opens and closes`)
					)
				])
			);
		const ids = (await query.execute()).map(({ id }) => id);
		const items = await showSeries(tx, actor, ids.slice(0, size));
		return { items, next: ids.length > size ? ids[size - 1]! : null };
	}
});

/** By how many days the reader goes later than the others. */
const ownDays = sql<number>`coalesce((select days from own_pace p where p.series_id = series.id and p.person_id = me()), 0)`;

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
		/** When its text was changed after its readers could see it. */
		edited: z.string().nullable(),
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
		format,
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
		/** What changed since the version that I read, when I am asked to read again. */
		changes: z.array(comparedBlock),
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
		const counts = (await countsOf(tx, [row.id])).get(row.id) ?? new Map<string, number>();
		return {
			id: row.id,
			title: part.title,
			version: version?.number ?? null,
			note: version?.note ?? '',
			publishedAt: version?.at ?? null,
			edited: editedSince(series.publishedAt, version),
			markdown: version?.markdown ?? '',
			html: version?.html ?? '',
			words: version?.words ?? 0,
			blocks: version?.blocks ?? [],
			people: Object.fromEntries(
				[...people].map(([id, person]) => [id, { id, name: person.name, face: person.face }])
			),
			window: { opens: part.opens, closes: part.closes },
			format: format.parse(row.format),
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
			changes: part.mine.asksAgain ? await changesSince(tx, row.id, part.mine.readVersion!) : [],
			may: {
				edit: await mayWrite(tx, row.id),
				move: series.may.change,
				share: series.publishedAt !== null
			}
		};
	}
});

/** What changed in a training's text since a version, block by block. */
async function changesSince(tx: Tx, training: string, version: number) {
	const before = await readVersion(tx, training, version);
	const after = await readVersion(tx, training);
	return compare(before.content, after.content).filter(
		({ kind, moved }) => kind !== 'same' || moved
	);
}
