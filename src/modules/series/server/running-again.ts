import { z } from 'zod';
import * as m from '#messages';
import { day } from '#platform/time/day.ts';
import { audienceFrom, audienceInput } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { replaceDraft, writeDraft } from '#modules/documents/server/drafts.ts';
import { attachFiles } from '#modules/documents/server/held-files.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import { latestVersions, readVersion, titlesOf } from '#modules/documents/server/versions.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import { shifted } from '#platform/time/windows.ts';
import { expectation, format, seriesTitle } from '../series.ts';
import { planSeries } from './planning.ts';
import { ownsSeries, seriesOf, trainingsOf } from './rows.ts';

/** Plans a series anew as a copy: its texts with credit to whoever wrote them, its trainers who are still here, the same lengths and gaps; what people shared stays with the old one. */
export const runAgain = door({
	id: 'series.runAgain',
	summary: 'Plan a series again as a copy with fresh dates',
	http: 'POST /series/{series}/copies',
	input: z.object({
		series: z.uuid(),
		firstOpens: day('Choose the day on which the first part opens'),
		title: seriesTitle.optional(),
		/** Whom it opens to; those of the first one, unless others are named. */
		audience: audienceInput.optional()
	}),
	output: z.object({ id: z.string() }),
	can: ownsSeries,
	run: async ({ actor, input, tx, at, record }) => {
		const row = await seriesOf(tx, input.series);
		const parts = await trainingsOf(tx, row.id);
		const trainers = await trainersHere(tx, parts);
		const team = [
			...new Set([actor.id, ...[...trainers.values()].flatMap((each) => [...each.keys()])])
		];
		const titles = await titlesOf(
			tx,
			parts.map(({ id }) => id)
		);
		const days = Temporal.PlainDate.from(parts[0]!.opens).until(input.firstOpens).days;
		const made = await planSeries(tx, {
			title: input.title ?? row.title,
			about: row.about,
			audience: input.audience
				? await audienceFrom(tx, input.audience, actor.id, team)
				: row.audience_id,
			expectation: expectation.parse({
				level: row.level,
				...(row.at_least !== null && { atLeast: row.at_least })
			}),
			owners: [actor.id],
			parts: parts.map((part) => ({
				...shifted(part, days),
				title: titles.get(part.id) ?? '',
				format: format.parse(part.format),
				minutes: part.minutes,
				trainers: [...(trainers.get(part.id)?.keys() ?? [])]
			})),
			by: actor.id,
			at
		});
		for (const [i, { id }] of parts.entries()) {
			const training = made.trainings[i]!;
			await copyText(tx, id, training, actor.id, at);
			for (const [person, role] of trainers.get(id) ?? [])
				if (role)
					await tx
						.updateTable('training_trainer')
						.set({ role })
						.where('training_id', '=', training)
						.where('person_id', '=', person)
						.execute();
		}
		await tx
			.insertInto('series_origin')
			.values({ series_id: made.id, from_id: row.id, by_id: actor.id, at })
			.execute();
		await carryOver(tx, row.id, made.plan, actor.id, at);
		await record({
			verb: 'planned',
			kind: 'series',
			id: made.id,
			audience: made.planning,
			data: { tell: team.filter((person) => person !== actor.id) }
		});
		return { id: made.id };
	}
});

/** The trainers of each part who have not left, with the label under which readers meet them. */
async function trainersHere(tx: Tx, parts: { id: string }[]) {
	const rows = await tx
		.selectFrom('training_trainer')
		.selectAll()
		.where(
			'training_id',
			'in',
			parts.map(({ id }) => id)
		)
		.execute();
	const here = await peopleById(
		tx,
		rows.map((row) => row.person_id),
		'here'
	);
	return new Map(
		[...Map.groupBy(rows, (row) => row.training_id)].map(([training, own]) => [
			training,
			new Map(own.filter((row) => here.has(row.person_id)).map((row) => [row.person_id, row.role]))
		])
	);
}

async function copyText(tx: Tx, from: string, to: string, by: string, at: string): Promise<void> {
	if (!(await latestVersions(tx, [from])).has(from)) return;
	const { content, credit } = await readVersion(tx, from);
	await replaceDraft(tx, to, { content, credit }, at);
	await attachFiles(tx, to, content, by, at);
}

/** What was learned the last time stands at the beginning of the new plan. */
async function carryOver(
	tx: Tx,
	from: string,
	plan: string,
	by: string,
	at: string
): Promise<void> {
	const before = await tx
		.selectFrom('retrospective')
		.select(['worked', 'change'])
		.where('series_id', '=', from)
		.executeTakeFirst();
	if (!before) return;
	const markdown = [
		before.worked && `## ${m.app_look_back_worked()}\n\n${before.worked}`,
		before.change && `## ${m.app_look_back_change()}\n\n${before.change}`
	];
	const content = fromMarkdown(markdown.filter(Boolean).join('\n\n'), newBlockId);
	await writeDraft(tx, { document: plan, content, by, at });
}
