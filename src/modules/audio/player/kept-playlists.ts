import { keptCache } from './kept-cache.ts';
import type { Playable } from './player.svelte.ts';

export type KeptPlaylist = { id: string; title: string };

/** Keeps a playlist on this device: its page, its sounds and faces, and what the page is made of. */
export async function keepPlaylist(
	{ id, title }: KeptPlaylist,
	tracks: Playable[],
	tell: (done: number) => void
): Promise<void> {
	await navigator.serviceWorker.register('/service-worker.js');
	await navigator.serviceWorker.ready;
	const cache = await caches.open(keptCache);
	for (const [done, { take }] of tracks.entries()) {
		tell(done);
		if (!(await cache.match(take.src))) await cache.add(take.src);
	}
	// The player is fetched when something plays; the page of what is kept is where somebody without a network arrives.
	await import('./Bar.svelte');
	const pages = await Promise.all([...pagesOf(id), ...pagesOf('kept')].map(keep));
	const faces = tracks.flatMap(({ voice }) => (voice.face ? [`/files/${voice.face}`] : []));
	const parts = pages.flatMap((page) => page.match(/_app\/immutable\/[\w./-]+/g) ?? []);
	const rest = new Set([...faces, ...parts.map((part) => `/${part}`), ...loaded()]);
	await Promise.all(
		[...rest].map(async (address) => (await cache.match(address)) ?? keep(address))
	);
	await cache.put(nameOf(id), new Response(title));

	async function keep(address: string): Promise<string> {
		const fresh = await fetch(address);
		if (!fresh.ok) return '';
		await cache.put(address, fresh.clone());
		return fresh.text();
	}
}

/** The playlists that are kept on this device. */
export async function keptPlaylists(): Promise<KeptPlaylist[]> {
	if (!('caches' in globalThis) || !(await caches.has(keptCache))) return [];
	const cache = await caches.open(keptCache);
	const names = (await cache.keys())
		.map(({ url }) => new URL(url).pathname)
		.filter((path) => path.startsWith(nameOf('')));
	return Promise.all(
		names.map(async (path) => ({
			id: path.slice(nameOf('').length),
			title: (await (await cache.match(path))?.text()) ?? ''
		}))
	);
}

/** Removes a playlist from this device; with the last of them everything else that was kept, and who answers from it. */
export async function unkeepPlaylist(id: string, tracks: string[]): Promise<void> {
	const cache = await caches.open(keptCache);
	for (const address of [nameOf(id), ...pagesOf(id), ...tracks]) await cache.delete(address);
	if ((await keptPlaylists()).length === 0) await unkeepAll();
}

/** Removes everything that was kept on this device. */
export async function unkeepAll(): Promise<void> {
	if (!('caches' in globalThis)) return;
	await caches.delete(keptCache);
	await (await navigator.serviceWorker?.getRegistration())?.unregister();
}

const nameOf = (id: string) => `/playlists/kept/${id}`;
const pagesOf = (id: string) => [`/playlists/${id}`, `/playlists/${id}/__data.json`];

/** The scripts, styles and fonts that this browser fetched for the pages it has shown. */
function loaded(): string[] {
	return performance
		.getEntriesByType('resource')
		.map(({ name }) => new URL(name).pathname)
		.filter((path) => path.startsWith('/_app/'));
}
