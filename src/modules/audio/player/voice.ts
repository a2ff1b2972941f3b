import { thePlayer } from './player.svelte.ts';
import { playing } from './playing.svelte.ts';

/** Where the voice is in a track, in seconds, where it is that which plays. */
export const voiceIn = (track: string): number | undefined =>
	playing.shown && thePlayer().track?.id === track ? thePlayer().at : undefined;
