// Holds the module graph and the words that have one home; --draw writes the graph into ARCHITECTURE.md.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strayWords } from './one-home.ts';

const map = 'ARCHITECTURE.md';
const [begin, end] = ['<!-- graph:begin -->', '<!-- graph:end -->'];

if (import.meta.filename === process.argv[1]) {
	if (process.argv.includes('--draw')) draw();
	const wrong = [...unlisted(), ...undrawn(), ...strayWords('.'), ...crossings('.')];
	for (const line of wrong) console.error(line);
	process.exitCode = wrong.length > 0 ? 1 : 0;
}

/** Every import below `folder`'s src that the rules forbid, one line each. */
export function crossings(folder: string): string[] {
	const words = ['src', '--config', at('../.dependency-cruiser.mjs'), '--output-type', 'json'];
	const depcruise = at('../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
	const { stdout, stderr } = spawnSync(process.execPath, [depcruise, ...words], {
		cwd: folder,
		encoding: 'utf8',
		maxBuffer: 100_000_000
	});
	if (!stdout) throw new Error(stderr);
	type Violation = { rule: { name: string }; from: string; to: string; comment?: string };
	const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
	return summary.violations.map(
		({ rule, from, to, comment }) =>
			`${rule.name}: ${from} -> ${to}${comment ? `. ${comment}` : ''}`
	);
}

function at(path: string): string {
	return fileURLToPath(new URL(path, import.meta.url));
}

function modules(): Record<string, string[]> {
	return JSON.parse(readFileSync('modules.json', 'utf8')) as Record<string, string[]>;
}

function unlisted(): string[] {
	const listed = Object.keys(modules());
	const there = readdirSync('src/modules');
	return [
		...there
			.filter((name) => !listed.includes(name))
			.map((name) => `${name} is not in modules.json`),
		...listed.filter((name) => !there.includes(name)).map((name) => `modules.json lists ${name}`),
		...there
			.filter((name) => !readdirSync(`src/modules/${name}`).includes('README.md'))
			.map((name) => `src/modules/${name} has no README.md`)
	];
}

function drawing(): string {
	const arrows = Object.entries(modules()).flatMap(([name, calls]) =>
		calls.length === 0 ? [`  ${name}`] : calls.map((other) => `  ${name} --> ${other}`)
	);
	return ['```mermaid', 'graph TD', ...arrows, '```'].join('\n');
}

function undrawn(): string[] {
	return readFileSync(map, 'utf8').includes(`${begin}\n${drawing()}\n${end}`)
		? []
		: [`${map} draws another graph: npm run -s graph -- --draw`];
}

function draw(): void {
	const text = readFileSync(map, 'utf8');
	const [before = '', rest = ''] = text.split(begin);
	const [, after = ''] = rest.split(end);
	writeFileSync(map, `${before}${begin}\n${drawing()}\n${end}${after}`);
}
