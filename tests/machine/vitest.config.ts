import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { longestFirst } from '../longest-first.ts';

export default defineConfig({
	test: {
		root: fileURLToPath(new URL('../..', import.meta.url)),
		include: ['tests/machine/**/*.test.ts'],
		globalSetup: ['tests/machine/template.ts', 'tests/templates.ts'],
		testTimeout: 180_000,
		hookTimeout: 120_000,
		sequence: { sequencer: longestFirst('killed', 'commands', 'archive', 'backup') },
		maxWorkers: 2
	}
});
