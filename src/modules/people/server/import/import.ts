import { sql } from 'kysely';
import { z } from 'zod';
import { instant } from '#platform/server/clock.ts';
import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { door, stewards } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { record, type Happening } from '#platform/server/events.ts';
import { Conflict } from '#platform/errors.ts';
import { report, type Report } from '../../people.ts';
import { addAll } from './add-all.ts';
import { columnsOf, judge, type Newcomer } from './judge.ts';
import { limits, readCsv } from './read-csv.ts';

const shownProblems = 1000;
const peoplePerEvent = 500;

/** Adds the people of a CSV file (columns name, email, zone, circles, steward), all or none; a dry run only says what would come. */
export const importPeople = door({
	id: 'people.import',
	summary: 'Add people from a CSV file, after a dry run',
	http: 'POST /people/import',
	input: z.object({
		csv: z
			.string()
			.min(1, 'Choose a file')
			.max(limits.bytes, 'The file is larger than 5 MB. Split it'),
		dryRun: z.boolean().default(false),
		onlyGood: z.boolean().default(false),
		/** Whether each of them gets a letter with a link to sign in. */
		tell: z.boolean().default(false)
	}),
	output: report,
	system: 'inviting people',
	can: stewards,
	run: ({ tx, actor, input, at, record }) => bringIn(tx, input, { by: actor.id, at, record })
});

/** The same for the machine's own shell, in the name of the first steward; nobody is told. Throws Invalid, or Conflict before set-up. */
export async function importPeopleHere(
	csv: string,
	{ dryRun = false, onlyGood = false }: { dryRun?: boolean; onlyGood?: boolean } = {}
): Promise<Report> {
	const at = instant();
	return asSystem('at the machine', async (tx) => {
		const first = await tx
			.selectFrom('stewardship')
			.select('person_id')
			.orderBy('since')
			.orderBy('person_id')
			.executeTakeFirst();
		if (!first) throw new Conflict('Set the place up first: junto setup');
		const by = first.person_id;
		return bringIn(
			tx,
			{ csv, dryRun, onlyGood, tell: false },
			{ by, at, record: (happening) => record(tx, by, at, happening) }
		);
	});
}

type Wish = { csv: string; dryRun: boolean; onlyGood: boolean; tell: boolean };
type Hand = { by: string; at: string; record: (happening: Happening) => Promise<void> };

async function bringIn(tx: Tx, wish: Wish, { by, at, record }: Hand): Promise<Report> {
	const { columns, rows } = readCsv(wish.csv);
	const used = columnsOf(columns);
	const emails = rows.map(({ cells }) => cells[used.email!]!.toLowerCase());
	const { open, shut } = await circlesFor(tx, by);
	const { good, problems } = judge(rows, used, { here: await addressesHere(tx, emails), shut });
	const fresh = newNames(good, open);
	const adding = !wish.dryRun && good.length > 0 && (problems.length === 0 || wish.onlyGood);
	if (adding) {
		const people = await addAll(tx, good, { circles: open, fresh, by, at });
		for (let i = 0; i < people.length; i += peoplePerEvent)
			await record({
				verb: 'imported',
				kind: 'people',
				id: newId(),
				audience: by,
				data: { people: people.slice(i, i + peoplePerEvent), tell: wish.tell }
			});
	}
	return {
		rows: rows.length,
		good: good.length,
		added: adding ? good.length : 0,
		dryRun: wish.dryRun,
		problems: problems.slice(0, shownProblems),
		wrongRows: rows.length - good.length,
		newCircles: fresh,
		unused: columns.filter((name) => name !== '' && !Object.values(used).includes(name)),
		sample: good.slice(0, 5).map(({ line: _, ...one }) => one)
	};
}

/** Circles that take people from an import, and those that do not. A closed circle of others is neither: nobody learns of it. */
async function circlesFor(tx: Tx, by: string) {
	const rows = await tx
		.selectFrom('circle')
		.leftJoin('circle_member', (join) =>
			join.onRef('circle_id', '=', 'circle.id').on('person_id', '=', by)
		)
		.select(['circle.id', 'name', 'joining', 'created_by', 'since'])
		.orderBy('at')
		.execute();
	const open = new Map<string, string>();
	const shut = new Set<string>();
	for (const { id, name, joining, created_by } of rows) {
		const key = name.toLowerCase();
		if ((joining === 'open' || created_by === by) && !open.has(key)) open.set(key, id);
	}
	for (const { name, joining, since } of rows)
		if (!open.has(name.toLowerCase()) && (joining !== 'closed' || since))
			shut.add(name.toLowerCase());
	return { open, shut };
}

function newNames(people: Newcomer[], known: Map<string, string>): string[] {
	const names = new Map<string, string>();
	for (const name of people.flatMap(({ circles }) => circles))
		if (!known.has(name.toLowerCase()) && !names.has(name.toLowerCase()))
			names.set(name.toLowerCase(), name);
	return [...names.values()];
}

/** Which of these addresses belong to somebody here already. */
async function addressesHere(tx: Tx, emails: string[]): Promise<Set<string>> {
	const { rows } = await sql<{ email: string }>`
		select email from auth."user" where email = any (${emails}::text[])`.execute(tx);
	return new Set(rows.map((row) => row.email));
}
