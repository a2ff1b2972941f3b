import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		root: fileURLToPath(new URL('../..', import.meta.url)),
		include: ['tests/machine/**/*.test.ts'],
		globalSetup: ['tests/machine/template.ts', 'tests/templates.ts'],
		testTimeout: 180_000,
		hookTimeout: 120_000,
		maxWorkers: 2
	}
});
