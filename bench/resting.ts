import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { endChildren, serveJunto } from './child.ts';
import { send } from './load.ts';

/** Sets up the demo organisation, starts the built server on it, and says how soon its first page came and what memory it holds a minute later. */
export async function startAndRest(env: Record<string, string>): Promise<void> {
	const who = ['--place', 'Demo', '--name', 'Ada', '--email', 'ada@example.org'];
	const how = ['--password', 'bench bench bench', '--zone', 'Europe/Berlin', '--demo'];
	execFileSync(process.execPath, ['build/server/junto.js', 'setup', ...who, ...how], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const begun = performance.now();
	const { port, pid } = await serveJunto(env);
	await send(port, { method: 'GET', path: '/sign-in', headers: {} });
	const first = ((performance.now() - begun) / 1000).toFixed(1);
	await wait(60_000);
	const held = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1];
	const megabytes = Math.round(Number(held) / 1024);
	console.log(`demo: first page ${first} s after the start, ${megabytes} MB a minute later`);
	await endChildren();
}
