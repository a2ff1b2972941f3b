import { createServer, request } from 'node:http';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, type Answer, type Asked } from './commands.ts';

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

/** Has the running process do a command; null when none answers. */
export async function askRunning(folder: string, asked: Asked): Promise<Answer | null> {
	const socketPath = addressIn(folder);
	if (!socketPath) return null;
	return new Promise((resolve, reject) => {
		const asking = request({ socketPath, method: 'POST', path: '/' }, async (incoming) => {
			try {
				let said = '';
				for await (const chunk of incoming.setEncoding('utf8')) said += String(chunk);
				resolve(JSON.parse(said) as Answer);
			} catch {
				reject(new Error('Junto stopped before it had answered'));
			}
		});
		asking.on('error', (error: NodeJS.ErrnoException) =>
			error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve(null) : reject(error)
		);
		asking.end(JSON.stringify(asked));
	});
}

function addressIn(folder: string): string | null {
	try {
		return readFileSync(join(folder, 'control'), 'utf8');
	} catch {
		return null;
	}
}

/** A process that was killed left its socket behind. */
function forgetKilled(folder: string): void {
	const left = addressIn(folder);
	if (left?.startsWith(prefix)) rmSync(dirname(left), { recursive: true, force: true });
}
