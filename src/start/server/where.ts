import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Where } from '#platform/server/db/database.ts';
import type { Env } from '#platform/server/env.ts';
import type { WhereBytes } from '#platform/server/storage/bytes.ts';

/** The database that the settings name. */
export function whereOf(env: Env): Where {
	return env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(env.JUNTO_DATA, 'db') };
}

/** Where the settings have the bytes of files kept: in the data folder, in another, or in a bucket. */
export function storageOf(env: Env): WhereBytes {
	if (env.STORAGE_URL === 'file:') return { folder: join(env.JUNTO_DATA, 'files') };
	const url = new URL(env.STORAGE_URL);
	if (url.protocol === 'file:') return { folder: fileURLToPath(url), mounted: true };
	const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
	const { AWS_SESSION_TOKEN: sessionToken } = env;
	return {
		bucket: url.hostname,
		prefix: url.pathname
			.split('/')
			.filter(Boolean)
			.map((name) => `${name}/`)
			.join(''),
		region: env.AWS_REGION,
		endpoint: env.AWS_ENDPOINT_URL_S3,
		...(accessKeyId &&
			secretAccessKey && { credentials: { accessKeyId, secretAccessKey, sessionToken } })
	};
}
