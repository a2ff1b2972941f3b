import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import FeedSub from 'feedsub';
import { DownloaderHelper } from 'node-downloader-helper';

export type Item = { title: string; description: string; enclosure: { url: string } };

/** A podcast client of two that others wrote: one asks a feed what is new, the other keeps that in a folder. */
export function subscribe(feed: string) {
	const folder = mkdtempSync(join(tmpdir(), 'junto-podcasts-'));
	const subscription = new FeedSub(feed, { emitOnStart: true });
	const download = async (url: string) => {
		const one = new DownloaderHelper(url, folder, { resumeIfFileExists: true });
		await new Promise((done, failed) => {
			one.once('end', done);
			one.once('error', failed);
			one.start().catch(failed);
		});
	};
	return {
		/** Asks for what is new, and downloads that. */
		update: async (): Promise<Item[]> => {
			const items = await new Promise<Item[]>((done, failed) =>
				subscription.read((error, items) => (error ? failed(error) : done(items as Item[])))
			);
			for (const { enclosure } of items) await download(enclosure.url);
			return items;
		},
		download,
		/** The files that it has, by their names. */
		files: () =>
			Object.fromEntries(
				readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))])
			),
		/** Loses all but the beginning of a file, as when the network goes. */
		cut: (name: string, bytes: number) =>
			writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, bytes)),
		remove: () => rmSync(folder, { recursive: true })
	};
}
