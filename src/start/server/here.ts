import type { Env } from '#platform/server/env.ts';
import { openApp, takeFolder } from './app.ts';
import type { Asked, Ending } from './asking.ts';
import { end } from './commands.ts';

/** Does in this process what a shell's words ask for. Throws InUse while another has the data folder. */
export function doHere(asked: Asked, env: Env): Promise<Ending> {
	return end(asked, async ({ closed, run }, given) => {
		const close = closed ? takeFolder(env.JUNTO_DATA) : await openApp(env, { work: false });
		try {
			return closed ? await closed(given, env) : await run!(given);
		} finally {
			await close();
		}
	});
}
