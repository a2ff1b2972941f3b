import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The texts of the frame around every page, which some pages say too: each alone in a file would weigh three times what it says. */
const frameTexts = readFileSync(at('src/routes/(app)/+layout.svelte'), 'utf8').match(
	/(?<=\bm\.)\w+/g
);

/** What many pages use travels in one file, which compresses better than many small ones and is fetched once. */
const shared = [
	{
		name: 'shared',
		minShareCount: 10,
		test: /node_modules\/(svelte|esm-env|clsx|devalue|@sveltejs\/kit\/src\/(runtime\/app|messages|utils))\/|src\/(ui|platform\/time|platform\/i18n\/generated\/(runtime|registry))/
	},
	{ name: 'frame', test: new RegExp(`/generated/messages/(${frameTexts?.join('|')})\\.js`) }
];

/** Builds the web server and the command line beside Kit's own server, so that all three share every module. */
const entries: Plugin = {
	name: 'junto-entries',
	apply: 'build',
	config: () => ({
		environments: {
			client: {
				build: {
					// Kit says in the page itself what a page needs; a list of it all weighs on each.
					modulePreload: false,
					// The editor and the recorder are files of about this size, fetched where somebody writes or speaks.
					chunkSizeWarningLimit: 1000,
					rolldownOptions: { output: { codeSplitting: { groups: shared } } }
				}
			},
			ssr: {
				build: {
					rolldownOptions: {
						input: { web: at('src/start/server/web.ts'), junto: at('src/start/server/junto.ts') }
					}
				}
			}
		}
	})
};

export default defineConfig(({ command }) => ({
	plugins: [
		tailwindcss(),
		sveltekit({
			adapter: adapter({ out: 'build' }),
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'script-src': ['self', 'wasm-unsafe-eval'],
					'style-src': ['self', 'unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'media-src': ['self', 'blob:'],
					// While working on it, the page hears of changes through a socket on another port.
					'connect-src': command === 'serve' ? ['self', 'ws:'] : ['self'],
					'worker-src': ['self', 'blob:'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			},
			csrf: { trustedOrigins: ['*'] },
			// Whoever keeps something on a device has it registered there; nobody else.
			serviceWorker: { register: false }
		}),
		entries
	]
}));
