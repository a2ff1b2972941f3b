import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#platform/server/db/database.ts';
import { openTestPlace } from '../testing.ts';
import { doubted } from './believing.ts';
import { archivedTables, everyTable, inOrder, type Holds, type Table } from './catalogue.ts';
import {
	commonGround,
	hiddenColumns,
	hiddenOfLibrary,
	leftOut,
	leftOutOf,
	columnsOfParts
} from './left-out.ts';

let close: () => Promise<void>;
let all: Table[];
const archived = {} as Record<Holds, Map<string, Table>>;

beforeAll(async () => {
	close = await openTestPlace();
	await asSystem('at the machine', async (tx) => {
		all = await everyTable(tx);
		for (const holds of ['place', 'series', 'library'] as const)
			archived[holds] = await archivedTables(tx, holds);
	});
});
afterAll(() => close());

test('every table is archived, or left out for a reason that is written down', () => {
	const names = all.map(({ name }) => name);
	for (const [holds, out] of [
		['place', leftOut],
		['series', { ...leftOut, ...leftOutOf.series }],
		['library', { ...leftOut, ...leftOutOf.library }]
	] as const) {
		const reasoned = Object.keys(out);
		expect([...archived[holds].keys(), ...reasoned].toSorted(), holds).toEqual(names);
		for (const reason of Object.values(out)) expect(reason.length).toBeGreaterThan(8);
	}
	const said = [hiddenColumns, hiddenOfLibrary, columnsOfParts, commonGround].flatMap((list) =>
		Object.keys(list)
	);
	expect(said.filter((name) => !names.includes(name))).toEqual([]);
});

test('of every table it is known whether it goes along with a series: one that is new here has to be meant', () => {
	expect([...archived.series.keys()]).toEqual([
		...['adoption', 'adoption_end', 'audience', 'audience_circle', 'audience_person', 'check_off'],
		...['circle', 'circle_member', 'comment', 'comment_edit', 'comment_withdrawal', 'contribution'],
		...['document', 'document_author', 'document_file', 'document_withdrawal', 'document_writer'],
		...['draft', 'early_start', 'event', 'file', 'first_request', 'follow', 'follow_up_answer'],
		...['mention', 'own_pace', 'person', 'published_file', 'retrospective', 'same_here', 'series'],
		...['series_cancellation', 'series_feedback', 'series_owner', 'series_publication', 'sharing'],
		...['submission', 'tally', 'thanks', 'thread_closure', 'training', 'training_trainer'],
		...['variant', 'version']
	]);
});

test('of every table it is known whether it goes along with the library', () => {
	expect([...archived.library.keys()]).toEqual([
		...['adoption', 'adoption_end', 'audience', 'audience_circle', 'audience_person', 'circle'],
		...['circle_member', 'comment', 'comment_edit', 'comment_withdrawal', 'document'],
		...['document_author', 'document_file', 'document_withdrawal', 'document_writer', 'draft'],
		...['event', 'file', 'follow', 'follow_up_answer', 'mention', 'page', 'page_publication'],
		...['person', 'published_file', 'same_here', 'shelf', 'tally', 'thanks', 'thread_closure'],
		...['variant', 'version']
	]);
});

test('every archived table has a key by which its rows are ordered', () => {
	for (const { name, key } of archived.place.values()) expect(key.length, name).toBeGreaterThan(0);
});

test('no column of an archive sounds like a secret', () => {
	const columns = [...archived.place.values()].flatMap(({ name, columns: own }) =>
		own.map((column) => `${name}.${column.name}`)
	);
	expect(
		columns.filter((name) => /hash|passw|token|secret|session|message_id/i.test(name))
	).toEqual([]);
});

test('no stored HTML and no JSON is believed, and no bytes that nobody can look into are archived', () => {
	for (const { name, columns } of archived.place.values()) {
		if (columns.some((column) => /html/.test(column.name) || column.type === 'jsonb'))
			expect(doubted).toContain(name);
		expect(columns.filter(({ type }) => type === 'bytea').map((column) => column.name)).toEqual([]);
	}
});

test.each(['series', 'library'] as const)(
	'what a %s takes along stands on nothing that stays behind, and can be put in order',
	(part) => {
		const links = all.flatMap((table) => (archived[part].has(table.name) ? table.links : []));
		const hidden = part === 'library' ? hiddenOfLibrary : {};
		const lost = links.filter(
			({ from, to, columns }) =>
				!archived[part].has(to) &&
				columns.every((name) => columnsOfParts[from]?.includes(name) ?? true) &&
				!columns.some((name) => hidden[from]?.includes(name))
		);
		expect(lost).toEqual([]);
		expect(inOrder(archived[part]).length).toBe(archived[part].size);
	}
);
