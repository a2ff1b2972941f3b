import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a shell was told, and the folder in which: paths among the words count from there. */
export type Asked = { words: string[]; folder: string };

/** How a command ended: what to print, and the line that says what is wrong. */
export type Ending = { out?: string; error?: string };

/** Has the process that runs the place in `folder` do a command; null when none answers. Throws when it stops meanwhile. */
export async function askRunning(folder: string, asked: Asked): Promise<Ending | null> {
	const socketPath = controlIn(folder);
	if (!socketPath) return null;
	return new Promise((resolve, reject) => {
		const asking = request({ socketPath, method: 'POST', path: '/' }, async (incoming) => {
			try {
				let said = '';
				for await (const chunk of incoming.setEncoding('utf8')) said += String(chunk);
				resolve(JSON.parse(said) as Ending);
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

/** The address of the socket at which a running process is asked; null where none was noted. */
export function controlIn(folder: string): string | null {
	try {
		return readFileSync(join(folder, 'control'), 'utf8');
	} catch {
		return null;
	}
}
