import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newToken } from '#platform/server/ids.ts';

/** The secret that signs sessions and links, kept in the data folder from the first start on. */
export function secretOf(folder: string): string {
	const file = join(folder, 'secret');
	if (!existsSync(file)) writeFileSync(file, newToken(), { mode: 0o600 });
	return readFileSync(file, 'utf8');
}
