// A store that speaks S3, from npm, for tests: a process of its own with its files in a temporary folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import signing from '@20minutes/s3rver/lib/signature/v4.js';

export type Store = {
	/** The settings by which Junto keeps files there. */
	settings: Record<string, string>;
	stop: () => Promise<void>;
};

const bucket = 'junto';

/** Starts one on a free port with an empty bucket. */
export async function startStore(): Promise<Store> {
	const folder = mkdtempSync(join(tmpdir(), 'junto-s3-'));
	// It numbers the pages of a long list by an old cipher.
	const words = ['--openssl-legacy-provider', import.meta.filename, folder];
	const child = spawn(process.execPath, words, {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = once(child, 'exit');
	const endWithUs = () => void child.kill();
	process.once('exit', endWithUs);
	const [port] = (await Promise.race([once(child.stdout, 'data'), ended])) as unknown[];
	return {
		settings: {
			STORAGE_URL: `s3://${bucket}`,
			AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${Number(String(port))}`,
			AWS_ACCESS_KEY_ID: 'S3RVER',
			AWS_SECRET_ACCESS_KEY: 'S3RVER'
		},
		stop: async () => {
			process.off('exit', endWithUs);
			child.kill();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

if (import.meta.main) {
	// It reckons the signature of a bucket's own address without the slash with which that is asked for.
	const { getStringToSign } = signing;
	signing.getStringToSign = (asked, ...rest) =>
		getStringToSign({ ...asked, uri: asked.uri.replace(/^\/[^/]+$/, '$&/') }, ...rest);
	const server = new S3rver({
		address: '127.0.0.1',
		port: 0,
		directory: process.argv[2]!,
		silent: true,
		vhostBuckets: false,
		configureBuckets: [{ name: bucket }]
	});
	// It takes a range that ends with the first byte for one without an end, unless that is a text.
	const { getObject } = server.store;
	server.store.getObject = (bucket, key, range) =>
		getObject.call(server.store, bucket, key, range?.end === 0 ? { ...range, end: '0' } : range);
	console.log((await server.run()).port);
}
