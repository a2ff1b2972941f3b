import { configDefaults, defineConfig } from 'vitest/config';

/** What never asks the database which one it is, and takes long: once is enough. */
const once =
	process.env.TEST_DATABASE === 'postgres'
		? ['src/start/server/archive/forged-*.test.ts', 'src/start/server/upkeep/*.test.ts']
		: [];

export default defineConfig({
	test: {
		include: ['src/**/*.test.ts'],
		exclude: [...configDefaults.exclude, ...once],
		globalSetup: ['scripts/test-database.ts'],
		testTimeout: 120_000,
		hookTimeout: 120_000,
		maxWorkers: 2,
		// Each file opens a place of its own; sharing what was imported halves the time.
		isolate: false
	}
});
