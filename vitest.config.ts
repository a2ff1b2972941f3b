import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['src/**/*.test.ts'],
		globalSetup: ['scripts/test-database.ts'],
		testTimeout: 120_000,
		hookTimeout: 120_000,
		maxWorkers: 2,
		// Each file opens a place of its own; sharing what was imported halves the time.
		isolate: false
	}
});
