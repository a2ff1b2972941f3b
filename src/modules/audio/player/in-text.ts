import type { ShownTrack } from '../audio.ts';
import { playable } from '../words.ts';
import { thePlayer } from './player.svelte.ts';

/** Plays the track whose page a text links to; what cannot be heard here is shown on its page. */
export async function listenTo(link: HTMLAnchorElement): Promise<void> {
	const href = link.pathname;
	const answer = await fetch(`/api/v1${href}`).catch(() => null);
	const track = answer?.ok ? ((await answer.json()) as ShownTrack) : null;
	const tracks = track ? playable([track]) : [];
	if (!track || tracks.length === 0) return location.assign(href);
	thePlayer().play({ tracks, title: track.title, href }, track.id);
}
