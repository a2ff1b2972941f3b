// Builds Junto unless the build that is there was made from these very files, so that a second start is quick.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stamp = 'build/made-of';
const sources = [
	'src',
	'messages',
	'static',
	'project.inlang/settings.json',
	'package-lock.json',
	'vite.config.ts'
];

const state = createHash('sha256')
	.update(sources.flatMap(filesIn).map(described).join('\n'))
	.digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== state) {
	process.stderr.write('Building Junto, which takes about a minute …\n');
	// A NODE_ENV of a test or of development would build the slow and heavy parts in.
	const env = { ...process.env, NODE_ENV: 'production' };
	execFileSync('npm', ['run', '-s', 'build'], { stdio: ['ignore', 'ignore', 'inherit'], env });
	writeFileSync(stamp, state);
}

function filesIn(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.filter((name) => name !== 'generated' && !name.endsWith('.test.ts'))
		.flatMap((name) => filesIn(join(path, name)));
}

function described(path: string): string {
	return `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
