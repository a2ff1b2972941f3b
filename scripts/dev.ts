// Junto for work on it: pages change as they are saved; a change below a server folder starts the process anew, since open
// databases, listeners and sweeps live there.
import { spawn } from 'node:child_process';
import { again } from './dev-server.ts';

for (let code: number | null = again; code === again;) {
	const child = spawn(process.execPath, ['scripts/dev-server.ts'], { stdio: 'inherit' });
	const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
	process.on('SIGINT', passOn).on('SIGTERM', passOn);
	code = await new Promise((ended) => child.once('exit', ended));
	process.off('SIGINT', passOn).off('SIGTERM', passOn);
	process.exitCode = code ?? 0;
}
