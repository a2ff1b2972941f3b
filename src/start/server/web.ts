import { presentToKit, readEnv } from '#platform/server/env.ts';
import { openApp } from './app.ts';
import { lineOf } from './commands.ts';
import { serve, type Handler } from './serving.ts';

try {
	const env = readEnv();
	const close = await openApp(env, { work: true });
	presentToKit();
	const { handler } = (await import(
		/* @vite-ignore */ new URL('./handler.js', import.meta.url).href
	)) as { handler: Handler };
	await serve(env, handler, close);
} catch (error) {
	console.error(lineOf(error));
	process.exit(1);
}
