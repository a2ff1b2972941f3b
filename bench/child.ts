import { spawn, type ChildProcess } from 'node:child_process';

const children = new Set<ChildProcess>();

/** Starts a Node process and waits until it says its port. */
export function serve(
	args: string[],
	env: Record<string, string>,
	said: RegExp
): Promise<{ port: number; pid: number }> {
	const child = spawn(process.execPath, args, {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	children.add(child);
	return new Promise((resolve, reject) => {
		let text = '';
		child.stdout.on('data', (chunk: Buffer) => {
			text += chunk.toString();
			const port = text.match(said)?.[1];
			if (port) resolve({ port: Number(port), pid: child.pid! });
		});
		child.on('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
	});
}

/** Starts the built server, without its limits and backups. */
export function serveJunto(env: Record<string, string>): Promise<{ port: number; pid: number }> {
	const settings = { PORT: '0', JUNTO_RATE_LIMITS: 'off', JUNTO_BACKUPS: 'off', ...env };
	return serve(['build/server/web.js'], settings, /at http:\/\/[^:]+:(\d+)/);
}

/** Ends all that was started and waits until it is gone, so that the database outlives whoever uses it. */
export async function endChildren(): Promise<void> {
	await Promise.all([...children].map(ended));
	children.clear();
}

function ended(child: ChildProcess): Promise<unknown> {
	if (child.exitCode !== null) return Promise.resolve();
	const gone = new Promise((done) => child.once('exit', done));
	child.kill('SIGTERM');
	return gone;
}
