import { createServer, isRunnableDevEnvironment } from 'vite';

/** The exit code that asks for another start. */
export const again = 75;

const started = /\/src\/(?:.+\/)?server\/|\/migrations\//;

if (import.meta.main) {
	const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom' });
	const { ssr } = vite.environments;
	if (!ssr || !isRunnableDevEnvironment(ssr)) throw new Error('Vite cannot run server code here');
	type Parts = typeof import('../src/start/server/app.ts') &
		typeof import('../src/start/server/serving.ts') &
		typeof import('../src/platform/server/env.ts');
	const part = (path: string) => ssr.runner.import<Parts>(path);
	const { readEnv } = await part('/src/platform/server/env.ts');
	const { openApp } = await part('/src/start/server/app.ts');
	const { serve } = await part('/src/start/server/serving.ts');
	const env = readEnv();
	const close = await openApp(env, { work: true });
	const end = async () => {
		await vite.close();
		await close();
	};
	vite.watcher.on('change', (path) => {
		if (started.test(path)) void end().finally(() => process.exit(again));
	});
	await serve(env, vite.middlewares, end);
}
