import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { longestFirst } from './longest-first.ts';

export default defineConfig({
	test: {
		root: fileURLToPath(new URL('..', import.meta.url)),
		include: ['tests/*.test.ts'],
		globalSetup: ['tests/templates.ts'],
		testTimeout: 300_000,
		hookTimeout: 180_000,
		expect: { poll: { timeout: 10_000 } },
		sequence: { sequencer: longestFirst('tour-member', 'tour-owner', 'tour-steward') },
		maxWorkers: 2
	}
});
