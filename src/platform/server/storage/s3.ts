import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { paginateListObjectsV2, S3, type S3ServiceException } from '@aws-sdk/client-s3';
import { messageOf } from '../../errors.ts';
import { needRoom, saysNoRoom } from '../room.ts';
import { StoreAway } from './away.ts';
import type { Range, Storage } from './folder.ts';

export type Bucket = {
	bucket: string;
	/** What every key begins with: empty, or ending in a slash. */
	prefix: string;
	region: string;
	/** Amazon's own where there is none. */
	endpoint?: string;
	/** Whatever the machine may do by itself where there is none. */
	credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
};

/** A store that says nothing for so long is away; whoever listens asks for the rest by its range. */
const silenceAtMost = 60_000;

/** Whoever pauses keeps a connection: they must not keep others waiting. */
const connectionsAtMost = 1_000;

/** What a store answers to whom it does not know, or who asks in the wrong region. */
const refusals = new Set([301, 400, 401, 403]);

/** A storage in a bucket of anything that speaks S3. A put there is whole or not at all. */
export function openBucket({ bucket, prefix, ...where }: Bucket): Storage {
	const agent = { maxSockets: connectionsAtMost };
	const s3 = new S3({
		...where,
		forcePathStyle: true,
		// Stores other than Amazon's do not know its newer checksums.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: {
			connectionTimeout: 5_000,
			socketTimeout: silenceAtMost,
			httpAgent: agent,
			httpsAgent: agent
		}
	});
	const host = where.endpoint ? new URL(where.endpoint).host : 'Amazon S3';
	const at = (path: string) => ({ Bucket: bucket, Key: prefix + path });

	async function asked<T>(request: Promise<T>): Promise<T> {
		return request.catch((error: unknown) => {
			throw meant(error);
		});
	}

	/** What an error of the library means to us: missing, not let in, or away. */
	function meant(error: unknown): Error {
		const { name, $metadata } = error as S3ServiceException;
		const status = $metadata?.httpStatusCode;
		const say = (told: string) => new Error(told, { cause: error });
		if (name === 'NoSuchBucket')
			return say(`There is no bucket ${bucket} at ${host}: make it, or put STORAGE_URL right`);
		if (status === 404)
			return Object.assign(say(`There is nothing of that name in ${bucket}`), { code: 'ENOENT' });
		if (name === 'CredentialsProviderError' || refusals.has(status ?? 0))
			return say(
				`${host} does not let us into the bucket ${bucket} (${name}): look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION`
			);
		return new StoreAway(
			`The files at ${host} cannot be reached (${messageOf(error) || name}): look at AWS_ENDPOINT_URL_S3`,
			{ cause: error }
		);
	}

	async function get(path: string, range?: Range) {
		const Range = range && `bytes=${range.start}-${range.end}`;
		const { Body, ContentLength = 0 } = await asked(s3.getObject({ ...at(path), Range }));
		return { body: Body as Readable, bytes: ContentLength };
	}

	async function* chunks(path: string, range?: Range): AsyncGenerator<Buffer> {
		const { body } = await get(path, range);
		try {
			yield* body as AsyncIterable<Buffer>;
		} catch (error) {
			throw meant(error);
		}
	}

	async function isThere(path: string): Promise<boolean> {
		try {
			await asked(s3.headObject(at(path)));
			return true;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
			throw error;
		}
	}

	async function* list(below = ''): AsyncGenerator<string> {
		const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix + below });
		try {
			for await (const { Contents = [] } of pages)
				for (const { Key = '' } of Contents) yield Key.slice(prefix.length);
		} catch (error) {
			throw meant(error);
		}
	}

	return {
		name: `s3://${bucket}/${prefix} at ${host}`,
		folder: undefined,
		check: async () => {
			await asked(s3.listObjectsV2({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }));
		},
		keep: async (path, bytes) => {
			await asked(s3.putObject({ ...at(path), Body: bytes }));
		},
		keepFile: async (path, from) => {
			if (await isThere(path)) return;
			const { size } = await stat(from);
			const Body = createReadStream(from);
			await asked(s3.putObject({ ...at(path), Body, ContentLength: size }));
		},
		read: (path, range) => Readable.from(chunks(path, range), { objectMode: false }),
		chunks,
		forget: async (path) => {
			for await (const part of list(`${path}/`)) await asked(s3.deleteObject(at(part)));
		},
		list,
		layOut: async (path, to) => {
			await mkdir(dirname(to), { recursive: true, mode: 0o700 });
			const { body, bytes } = await get(path);
			needRoom(dirname(to), bytes, 'what the bucket holds');
			await pipeline(body, createWriteStream(to, { mode: 0o600 })).catch((error: unknown) => {
				throw saysNoRoom(error) ? error : meant(error);
			});
		}
	};
}
