import type { Playable } from './player/player.svelte.ts';
import { heardTo } from './words.ts';

const isHeard = ({ mine, take }: Playable) => mine?.take === take.number && mine.heard;

/** Where somebody goes on in what they hear part by part: in the part that they heard last, or at the next one that they did not hear; undefined before they began and after its end. */
export function goOnIn(parts: Playable[]): { place: number; part: Playable } | undefined {
	const begun = parts.filter((part) => isHeard(part) || heardTo(part) > 0);
	const [last] = begun.toSorted((a, b) => b.mine!.at.localeCompare(a.mine!.at));
	if (!last) return undefined;
	const part = parts.slice(parts.indexOf(last)).find((one) => !isHeard(one));
	return part && { place: parts.indexOf(part), part };
}

/** What was said anew, or added since somebody began to hear the rest; none where they have not begun. */
export function newSince(parts: Playable[]): Playable[] {
	const [first] = parts.flatMap(({ mine }) => mine?.at ?? []).sort();
	if (!first) return [];
	return parts.filter(({ mine, take }) => (mine ? mine.take < take.number : take.at > first));
}
