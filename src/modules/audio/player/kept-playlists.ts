import { keptCache } from './kept-cache.ts';
import type { Playable } from './player.svelte.ts';
import { keptBy } from './playing.svelte.ts';

export type KeptPlaylist = { id: string; title: string; sounds: string[] };

/** Keeps a playlist on this device: its page, its sounds and faces, and what the page is made of. */
export async function keepPlaylist(
	{ id, title, person }: { id: string; title: string; person: string },
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
	const kept: KeptPlaylist = { id, title, sounds: tracks.map(({ take }) => take.src) };
	const others = (await keptPlaylists()).filter((one) => one.id !== id);
	await forgetSounds(cache, [...others, kept]);
	const faces = tracks.flatMap(({ voice }) => (voice.face ? [`/files/${voice.face}`] : []));
	const parts = pages.flatMap((page) => page.match(/_app\/immutable\/[\w./-]+/g) ?? []);
	const rest = new Set([...faces, ...parts.map((part) => `/${part}`), ...loaded()]);
	await Promise.all(
		[...rest].map(async (address) => (await cache.match(address)) ?? keep(address))
	);
	await cache.put(nameOf(id), Response.json(kept));
	localStorage.setItem(keptBy, person);

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
	const names = (await cache.keys()).filter(({ url }) =>
		new URL(url).pathname.startsWith(nameOf(''))
	);
	const kept = await Promise.all(names.map((name) => cache.match(name)));
	return Promise.all(kept.flatMap((one) => (one ? [one.json() as Promise<KeptPlaylist>] : [])));
}

/** Removes a playlist from this device; with the last of them everything else that was kept, and who answers from it. */
export async function unkeepPlaylist(id: string): Promise<void> {
	const cache = await caches.open(keptCache);
	for (const address of [nameOf(id), ...pagesOf(id)]) await cache.delete(address);
	const kept = await keptPlaylists();
	if (kept.length === 0) return unkeepAll();
	await forgetSounds(cache, kept);
}

/** Removes everything that was kept on this device. */
export async function unkeepAll(): Promise<void> {
	if (!('caches' in globalThis)) return;
	localStorage.removeItem(keptBy);
	await caches.delete(keptCache);
	await (await navigator.serviceWorker?.getRegistration())?.unregister();
}

/** Forgets the sounds that no kept playlist holds any more. */
async function forgetSounds(cache: Cache, kept: KeptPlaylist[]): Promise<void> {
	const held = new Set(kept.flatMap(({ sounds }) => sounds));
	for (const request of await cache.keys()) {
		const { pathname } = new URL(request.url);
		if (pathname.startsWith('/files/') && !held.has(pathname)) await cache.delete(request);
	}
}

const nameOf = (id: string) => `/kept-playlists/${id}`;
const pagesOf = (id: string) => [`/playlists/${id}`, `/playlists/${id}/__data.json`];

/** The scripts, styles and fonts that this browser fetched for the pages it has shown. */
function loaded(): string[] {
	return performance
		.getEntriesByType('resource')
		.map(({ name }) => new URL(name).pathname)
		.filter((path) => path.startsWith('/_app/'));
}
