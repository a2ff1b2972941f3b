import { createServer } from 'node:http';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { controlIn, type Asked } from './asking.ts';
import { run } from './commands.ts';

const prefix = join(tmpdir(), 'junto-control-');

/** Lets the machine's own shell command this process, by a socket that only its user may open; returns what ends it. */
export async function openControl(folder: string): Promise<() => void> {
	forgetKilled(folder);
	const path = join(mkdtempSync(prefix), 'socket');
	const server = createServer(async (incoming, outgoing) => {
		let asked = '';
		for await (const chunk of incoming.setEncoding('utf8')) asked += String(chunk);
		outgoing.end(JSON.stringify(await run(JSON.parse(asked) as Asked)));
	});
	await new Promise<void>((ready) => server.listen(path, ready));
	chmodSync(path, 0o600);
	writeFileSync(join(folder, 'control'), path, { mode: 0o600 });
	return () => {
		server.close();
		rmSync(join(folder, 'control'), { force: true });
		rmSync(dirname(path), { recursive: true, force: true });
	};
}

/** A process that was killed left its socket behind. */
function forgetKilled(folder: string): void {
	const left = controlIn(folder);
	if (left?.startsWith(prefix)) rmSync(dirname(left), { recursive: true, force: true });
}
