import { createServer, request } from 'node:http';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand, type Answer } from './commands.ts';

const limit = 64_000_000;

/** Lets the machine's own shell command this process, by a socket that only its user may open; returns what ends it. */
export async function openControl(folder: string): Promise<() => void> {
	const path = join(mkdtempSync(join(tmpdir(), 'junto-')), 'control');
	const server = createServer(async (incoming, answer) => {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of incoming) {
			size += (chunk as Buffer).length;
			if (size <= limit) chunks.push(chunk as Buffer);
		}
		const words = size <= limit ? (JSON.parse(Buffer.concat(chunks).toString()) as string[]) : [];
		answer.end(JSON.stringify(await runCommand(words)));
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
export async function askRunning(folder: string, words: string[]): Promise<Answer | null> {
	let socketPath: string;
	try {
		socketPath = readFileSync(join(folder, 'control'), 'utf8');
	} catch {
		return null;
	}
	return new Promise((resolve, reject) => {
		const asking = request({ socketPath, method: 'POST', path: '/' }, async (answer) => {
			const chunks: Buffer[] = [];
			for await (const chunk of answer) chunks.push(chunk as Buffer);
			resolve(JSON.parse(Buffer.concat(chunks).toString()) as Answer);
		});
		asking.on('error', (error: NodeJS.ErrnoException) =>
			error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve(null) : reject(error)
		);
		asking.end(JSON.stringify(words));
	});
}
