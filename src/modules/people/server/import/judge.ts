import { Invalid } from '#platform/errors.ts';
import { email, line, personName, zone } from '../../people.ts';
import type { Row } from './read-csv.ts';
import { zoneMeant } from './zones.ts';

export type Newcomer = {
	line: number;
	name: string;
	email: string;
	zone: string;
	circles: string[];
	steward: boolean;
};

/** What is wrong in one cell, and what would be right where that can be told. */
export type Problem = {
	line: number;
	field: string;
	value: string;
	message: string;
	suggestion?: string;
};

/** What the rows are judged against: addresses of people here, and circles by lower-case name that may not take anybody. */
export type Place = { here: Set<string>; shut: Set<string> };

const names: Record<string, string[]> = {
	name: ['name', 'full name'],
	email: ['email', 'e-mail', 'mail', 'address'],
	zone: ['zone', 'time zone', 'timezone'],
	circles: ['circles', 'circle'],
	steward: ['steward']
};
const circleName = line(120);
const yes = new Set(['yes', 'y', 'true', '1']);
const no = new Set(['', 'no', 'n', 'false', '0']);

/** Which column holds what. Throws Invalid when name, email or zone is missing from the header. */
export function columnsOf(columns: string[]): Record<string, string | undefined> {
	const found = Object.fromEntries(
		Object.entries(names).map(([field, known]) => [
			field,
			columns.find((column) => known.includes(column))
		])
	);
	const missing = ['name', 'email', 'zone'].filter((field) => !found[field]);
	if (missing.length === 0) return found;
	const message = `The first line must name the columns name, email and zone; it has no ${missing.join(', no ')}`;
	throw new Invalid([{ field: 'csv', message }]);
}

/** Sorts the rows into people who can be added and what is wrong with the others. */
export function judge(
	rows: Row[],
	columns: Record<string, string | undefined>,
	place: Place
): { good: Newcomer[]; problems: Problem[] } {
	const good: Newcomer[] = [];
	const problems: Problem[] = [];
	const lineOf = new Map<string, number>();
	for (const { line, cells } of rows) {
		const cell = (field: string) => cells[columns[field] ?? ''] ?? '';
		const before = problems.length;
		const complain = (field: string, message: string, suggestion?: string) =>
			problems.push({
				line,
				field,
				value: cell(field).slice(0, 200),
				message,
				...(suggestion && { suggestion })
			});
		const name = personName.safeParse(cell('name'));
		if (!name.success) complain('name', name.error.issues[0]!.message);
		const address = email.safeParse(cell('email'));
		if (!address.success) complain('email', ...wrongAddress(cell('email')));
		else if (lineOf.has(address.data))
			complain('email', `Line ${lineOf.get(address.data)} has the same address`);
		else if (place.here.has(address.data))
			complain('email', 'Somebody here has this address already');
		if (address.success && !lineOf.has(address.data)) lineOf.set(address.data, line);
		const where = zone.safeParse(cell('zone'));
		if (!where.success) complain('zone', ...wrongZone(cell('zone')));
		const circles = circlesIn(cell('circles'));
		for (const circle of circles) {
			if (!circleName.safeParse(circle).success)
				complain('circles', 'A circle’s name has at most 120 characters');
			else if (place.shut.has(circle.toLowerCase()))
				complain('circles', `Only whoever keeps ${circle} can add people to it`);
		}
		const steward = cell('steward').toLowerCase();
		if (!yes.has(steward) && !no.has(steward)) complain('steward', 'Write yes or no');
		if (problems.length === before && name.success && address.success && where.success)
			good.push({
				line,
				name: name.data,
				email: address.data,
				zone: where.data,
				circles,
				steward: yes.has(steward)
			});
	}
	return { good, problems };
}

/** The address in `Ama Mensah <ama@example.org>`, or without the spaces and commas that slipped in. */
function wrongAddress(written: string): [string, string?] {
	if (written === '') return ['The address is missing'];
	const inside =
		written.match(/<([^<>]+)>/)?.[1] ?? written.replaceAll(/[\s,;]/g, '').replace(/^mailto:/i, '');
	const meant = email.safeParse(inside);
	return ['This is not an address', meant.success ? meant.data : undefined];
}

function wrongZone(written: string): [string, string?] {
	if (written === '') return ['The time zone is missing'];
	return ['This is not the name of a time zone', zoneMeant(written)];
}

function circlesIn(written: string): string[] {
	const unique = new Map<string, string>();
	for (const name of written.split(';').map((part) => part.trim()))
		if (name !== '' && !unique.has(name.toLowerCase())) unique.set(name.toLowerCase(), name);
	return [...unique.values()].slice(0, 50);
}
