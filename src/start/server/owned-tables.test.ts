import { globSync, readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** Table or SQL function, by name: the module whose migration makes it, unless a line above it names another owner. */
const owners = new Map<string, string>();
for (const file of globSync('migrations/*.sql').toSorted()) {
	const module = /\d+_(\w+)\.sql$/.exec(file)![1]!;
	const made =
		/^(?:-- owner: (\w+)\n)?create (?:table|view|function|materialized view) ("?[\w.]+"?)/gim;
	for (const [, owner, name] of readFileSync(file, 'utf8').matchAll(made))
		owners.set(name!.replaceAll('"', ''), owner ?? module);
}

const naming = new Set([
	...['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'],
	...['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'crossJoin', 'using', 'from', 'table'],
	...['innerJoinLateral', 'leftJoinLateral', 'fn']
]);

const sources = globSync('src/modules/*/**/*.ts').filter((file) => !file.endsWith('.test.ts'));

test('modules and their tables are found', () => {
	expect(owners.get('comment')).toBe('discussion');
	expect(owners.get('event')).toBe('platform');
	expect(owners.get('person')).toBe('people');
	expect(owners.get('withdrawn')).toBe('documents');
	expect(sources.length).toBeGreaterThan(50);
});

test('a table of another module is noticed, however it is written', () => {
	const written = [
		`tx.selectFrom('comment as c').selectAll()`,
		`tx.selectFrom(['draft', 'comment'])`,
		`tx.selectFrom('draft').leftJoin('comment', 'a', 'b')`,
		`exists(selectFrom('comment').select('id'))`,
		'sql`select 1 from draft, comment where true`',
		'sql`select 1 from draft d join\n\tcomment c on true`',
		'sql`insert into public.comment values (1)`',
		'sql`update "comment" set x = ${1}`',
		'sql`select ${sql`x`} from draft where comment_withdrawn(id)`',
		"sql.table('comment')"
	];
	for (const text of written) expect(foreign(text, 'documents'), text).toEqual(['discussion']);
	expect(foreign('sql`select comment from draft`', 'documents')).toEqual([]);
});

test.each(readdirSync('src/modules'))('%s names no table of another module', (module) => {
	const wrong = sources
		.filter((file) => file.startsWith(`src/modules/${module}/`))
		.map((file) => ({ file, others: foreign(readFileSync(file, 'utf8'), module) }));
	expect(wrong.filter(({ others }) => others.length > 0)).toEqual([]);
});

function foreign(text: string, module: string): string[] {
	const found = namesIn(text).flatMap((name) => owners.get(name.replace(/^public\./, '')) ?? []);
	return [...new Set(found)].filter((owner) => owner !== module && owner !== 'platform');
}

/** What Kysely is asked for, and what stands in SQL where a table or a function stands. */
function namesIn(text: string): string[] {
	const names: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node)) names.push(...namedBy(node));
		if (ts.isTaggedTemplateExpression(node) && node.tag.getText().startsWith('sql'))
			names.push(...inSql(wordsOf(node.template)));
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
	return names;
}

function namedBy({ expression, arguments: given }: ts.CallExpression): string[] {
	const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
	if (!naming.has(called.getText()) || !given[0]) return [];
	const first = ts.isArrayLiteralExpression(given[0]) ? given[0].elements : [given[0]];
	return first.flatMap((one) => (ts.isStringLiteralLike(one) ? one.text.split(' ')[0]! : []));
}

function wordsOf(template: ts.TemplateLiteral): string {
	if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
	return [template.head, ...template.templateSpans.map((span) => span.literal)]
		.map((part) => part.text)
		.join(' $ ');
}

function inSql(words: string): string[] {
	const text = words.replaceAll('"', '').replace(/--.*$/gm, ' ');
	const name = '([a-z_]+(?:\\.[a-z_]+)?)';
	const tables = [
		...text.matchAll(
			new RegExp(
				`\\b(?:from|join|into|update|using|table)\\s+(?:only\\s+|lateral\\s+)?${name}`,
				'gi'
			)
		),
		...text.matchAll(
			new RegExp(`\\bfrom\\s+${name}(?:\\s+(?:as\\s+)?[a-z_]+)?\\s*,\\s*${name}`, 'gi')
		)
	].flatMap(([, ...found]) => found);
	const functions = [...text.matchAll(new RegExp(`${name}\\s*\\(`, 'gi'))].map(
		([, found]) => found!
	);
	return [...tables, ...functions].map((found) => found.toLowerCase());
}
