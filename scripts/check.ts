// Every check, ending with one line: N passed, N failed. A static check counts as one, a test as one.
// --without-browser leaves out what needs one.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

type Step = { name: string; command: string; env?: Record<string, string>; tests?: boolean };
type Count = { passed: number; failed: number };

const vitest = 'vitest run --reporter=default --reporter=json';

const statics: Step[] = [
	{ name: 'types', command: 'svelte-check --fail-on-warnings' },
	{ name: 'types of the service worker', command: 'tsc -p src/service-worker' },
	{ name: 'format', command: 'prettier --check .' },
	{ name: 'lint', command: 'oxlint --deny-warnings' },
	{ name: 'graph', command: 'node scripts/graph.ts' },
	{ name: 'tables', command: 'node scripts/tables.ts --check' },
	{ name: 'build', command: 'npm run -s build:once' }
];

const suites: Step[] = [
	{ name: 'doors on PGlite', command: vitest, tests: true },
	{
		name: 'doors on PostgreSQL and S3',
		command: vitest,
		env: { TEST_DATABASE: 'postgres', TEST_STORAGE: 's3' },
		tests: true
	},
	{ name: 'machine', command: `${vitest} --config tests/machine/vitest.config.ts`, tests: true }
];

const inBrowser: Step[] = [
	{ name: 'a browser', command: 'node scripts/ensure-browser.ts' },
	{ name: 'pages', command: `${vitest} --config tests/vitest.config.ts`, tests: true }
];

const minutesAtMost = 45;
const reports = mkdtempSync(join(tmpdir(), 'junto-check-'));
const total: Count = { passed: 0, failed: 0 };

await take([{ name: 'messages and routes', command: 'npm run -s sync' }]);
await sideBySide(statics);
await take(suites);
if (!process.argv.includes('--without-browser')) await take(inBrowser);

rmSync(reports, { recursive: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** One after another: each keeps both cores of a small machine busy. */
async function take(steps: Step[]): Promise<void> {
	for (const step of steps) await run(step);
}

/** Two at a time, since these use one core each. */
async function sideBySide(steps: Step[]): Promise<void> {
	const left = [...steps];
	const lane = async () => {
		for (let next = left.shift(); next; next = left.shift()) await run(next);
	};
	await Promise.all([lane(), lane()]);
}

async function run(step: Step): Promise<void> {
	const start = performance.now();
	const report = join(reports, `${step.name}.json`);
	const { ok, said } = await execute(step, report);
	const { passed, failed } = step.tests ? countTests(report, ok) : countOne(ok);
	total.passed += passed;
	total.failed += failed;
	const seconds = Math.round((performance.now() - start) / 1000);
	if (failed > 0) console.log(`\n${said.trimEnd()}\n`);
	const counts = step.tests ? `, ${passed} passed, ${failed} failed` : '';
	console.log(`${failed > 0 ? 'FAILED' : 'ok    '}  ${step.name} (${seconds} s${counts})`);
}

function execute(
	{ command, env, tests }: Step,
	report: string
): Promise<{ ok: boolean; said: string }> {
	const [program = '', ...words] = command.split(' ');
	const child = spawn(program, tests ? [...words, `--outputFile.json=${report}`] : words, {
		env: { ...process.env, PATH: pathWithOurs(), NO_COLOR: '1', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32',
		timeout: minutesAtMost * 60_000
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk) => (said += String(chunk)));
	return new Promise((done) => {
		child.once('error', (error) => done({ ok: false, said: `${command}: ${error.message}` }));
		child.once('close', (code) => done({ ok: code === 0, said }));
	});
}

function countOne(ok: boolean): Count {
	return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** A skipped test is a failed one, and so is a run that ends badly with no test to blame. */
function countTests(report: string, ok: boolean): Count {
	type Report = { numPassedTests: number; numTotalTests: number };
	let read: Report;
	try {
		read = JSON.parse(readFileSync(report, 'utf8')) as Report;
	} catch {
		return { passed: 0, failed: 1 };
	}
	const failed = read.numTotalTests - read.numPassedTests;
	return { passed: read.numPassedTests, failed: ok ? failed : Math.max(failed, 1) };
}

function pathWithOurs(): string {
	return [resolve('node_modules/.bin'), process.env.PATH].join(delimiter);
}
