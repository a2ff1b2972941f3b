import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { createCircle, getCircle, listCircles } from '../circles.ts';
import { listPeople } from '../persons.ts';
import { importPeople, importPeopleHere } from './import.ts';
import { textOfCsv } from './read-csv.ts';
import { zoneMeant } from './zones.ts';

let close: () => Promise<void>;
let ama: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	ama = await person('Ama', { steward: true });
	kofi = await person('Kofi');
});
afterAll(() => close());

const head = 'name,email,zone\n';

async function everybody(): Promise<number> {
	const { count } = await asSystem('at the machine', (tx) =>
		tx
			.selectFrom('person')
			.select((eb) => eb.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow()
	);
	return count;
}

test('a dry run says what would come and adds nobody', async () => {
	const before = await everybody();
	const report = await importPeople(ama, {
		csv: `${head}Esi,esi@example.org,Africa/Accra\nJan,jan@example.org,Berlin\n`,
		dryRun: true
	});
	expect(report).toMatchObject({ rows: 2, good: 1, added: 0, dryRun: true, wrongRows: 1 });
	expect(report.problems).toEqual([
		{
			line: 3,
			field: 'zone',
			value: 'Berlin',
			message: 'This is not the name of a time zone',
			suggestion: 'Europe/Berlin'
		}
	]);
	expect(await everybody()).toBe(before);
});

test('one wrong row keeps everybody out, unless only the good ones are wanted', async () => {
	const csv = `${head}Esi,esi@example.org,Africa/Accra\n,nameless@example.org,UTC\n`;
	expect((await importPeople(ama, { csv })).added).toBe(0);
	expect((await listPeople(ama, { q: 'Esi' })).items).toEqual([]);
	expect((await importPeople(ama, { csv, onlyGood: true })).added).toBe(1);
	expect((await listPeople(ama, { q: 'Esi' })).items).toMatchObject([{ zone: 'Africa/Accra' }]);
});

test('columns come in any order, with semicolons, a byte order mark, quotes and other columns', async () => {
	const csv =
		'\ufeffTime zone;Steward;E-Mail;Shoe size;Circles;Name\r\n' +
		'Asia/Brunei;yes;Siti@Example.org;38;"Writers; Night shift";"Siti ""Bolkiah"""\r\n' +
		'Asia/Bangkok;;nok@example.org;;writers;Nok\r\n\r\n';
	const report = await importPeople(ama, { csv });
	expect(report).toMatchObject({ added: 2, unused: ['shoe size'] });
	expect(report.newCircles).toEqual(['Writers', 'Night shift']);
	expect(report.sample[0]).toEqual({
		name: 'Siti "Bolkiah"',
		email: 'siti@example.org',
		zone: 'Asia/Brunei',
		circles: ['Writers', 'Night shift'],
		steward: true
	});
	const { items } = await listCircles(ama, { q: 'Writers' });
	const circle = await getCircle(ama, { circle: items[0]!.id });
	expect(circle.members.map(({ name }) => name)).toEqual(['Nok', 'Siti "Bolkiah"']);
	expect(circle.joining).toBe('open');
});

test('tabs divide cells too', async () => {
	const csv = 'name\temail\tzone\nTab, by name\ttab@example.org\tUTC';
	expect((await importPeople(ama, { csv, dryRun: true })).sample[0]!.name).toBe('Tab, by name');
});

test('the same address twice, in the file or in the place, is said', async () => {
	const csv = `${head}A,twin@example.org,UTC\nB,TWIN@example.org,UTC\nC,kofi@example.org,UTC\n`;
	const { problems } = await importPeople(ama, { csv, dryRun: true });
	expect(problems.map(({ line, message }) => [line, message])).toEqual([
		[3, 'Line 2 has the same address'],
		[4, 'Somebody here has this address already']
	]);
});

test('each wrong cell is named with what would be right', async () => {
	const csv =
		'name,email,zone,steward\n' +
		'Jo,Jo <jo@example.org>,europe/berln,maybe\n' +
		`${'x'.repeat(121)},,,\n`;
	const { problems } = await importPeople(ama, { csv, dryRun: true });
	expect(problems.map(({ line, field, suggestion }) => [line, field, suggestion])).toEqual([
		[2, 'email', 'jo@example.org'],
		[2, 'zone', 'Europe/Berlin'],
		[2, 'steward', undefined],
		[3, 'name', undefined],
		[3, 'email', undefined],
		[3, 'zone', undefined]
	]);
});

test('broken quoting is a clear refusal with its line', async () => {
	const broken = {
		[`${head}"Ama,a@example.org,UTC\n`]: /Line \d+: a quotation mark .* never closed/,
		[`${head}Am"a,a@example.org,UTC\n`]: /Line 2: a quotation mark .* inside a cell/,
		[`${head}"Am"a,a@example.org,UTC\n`]: /Line 2: something stands behind/
	};
	for (const [csv, words] of Object.entries(broken))
		await expect(importPeople(ama, { csv })).rejects.toThrow(words);
});

test('what is no list of people is refused', async () => {
	const columns = Array.from({ length: 201 }, (_, i) => `c${i}`).join(',');
	const wrong: [string, RegExp][] = [
		['', /Choose a file/],
		['\n\n', /empty/],
		['name,address book\n', /no email, no zone/],
		['name,name,email,zone\n', /Two columns are called "name"/],
		[`${columns}\n`, /more than 200 columns/],
		[`${'c,'.repeat(1_000_000)}\n`, /Line 1: /],
		[head + 'a,b,c\n'.repeat(50_001), /more than 50000 rows/],
		['x'.repeat(5_000_001), /larger than 5 MB/],
		['\u0000\u0001\u0002', /broken character/]
	];
	for (const [csv, words] of wrong) await expect(importPeople(ama, { csv })).rejects.toThrow(words);
	expect(() => textOfCsv(Uint8Array.of(0x6d, 0xfc, 0x6c))).toThrow('not UTF-8');
	expect(textOfCsv(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toBe('a');
});

test('a name that a spreadsheet would run stays the text it is', async () => {
	const name = '=HYPERLINK("http://evil.example";"Ama")';
	const csv = `${head}"${name.replaceAll('"', '""')}",formula@example.org,UTC\n`;
	await importPeople(ama, { csv });
	expect((await listPeople(ama, { q: '=HYPER' })).items[0]!.name).toBe(name);
});

test('nobody is put into a circle that is not the steward’s to fill, nor learns of a closed one', async () => {
	await createCircle(kofi, { name: 'By request', joining: 'request' });
	const secret = await createCircle(kofi, { name: 'Secret', joining: 'closed' });
	const csv =
		'name,email,zone,circles\nQ,q@example.org,UTC,By request\nR,r@example.org,UTC,Secret\n';
	const report = await importPeople(ama, { csv, onlyGood: true });
	expect(report.problems.map(({ line, field }) => [line, field])).toEqual([[2, 'circles']]);
	expect(report.newCircles).toEqual(['Secret']);
	expect((await getCircle(kofi, { circle: secret.id })).people).toBe(1);
});

test('the machine’s shell imports in the name of the first steward', async () => {
	const csv = `${head}Shell,shell@example.org,UTC\n`;
	expect(await importPeopleHere(csv, { dryRun: true })).toMatchObject({ good: 1, added: 0 });
	expect(await importPeopleHere(csv)).toMatchObject({ added: 1 });
});

test('a zone is recognised by its city, an older or newer name, and small typos', () => {
	expect(zoneMeant('Berlin')).toBe('Europe/Berlin');
	expect(zoneMeant('new york')).toBe('America/New_York');
	expect(zoneMeant('Kolkata')).toMatch(/^Asia\/(Kolkata|Calcutta)$/);
	expect(zoneMeant('Europe/Lodnon')).toBe('Europe/London');
	expect(zoneMeant('somewhere else')).toBeUndefined();
	expect(zoneMeant('x')).toBeUndefined();
});

test('five thousand people come in one go', async () => {
	const rows = Array.from(
		{ length: 5_000 },
		(_, i) => `Person ${i},person${i}@example.org,Africa/Accra,Large ${i % 40}`
	);
	const csv = `name,email,zone,circle\n${rows.join('\n')}`;
	expect(await importPeople(ama, { csv })).toMatchObject({ added: 5_000, wrongRows: 0 });
});
