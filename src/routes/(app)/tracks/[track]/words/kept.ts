import type { Row } from '#modules/audio/cues.ts';

/** Words that are not saved yet, and when those were saved on which they stand. */
type Kept = { since: string; rows: Row[] };

/** What this device keeps under a name; null where that is nothing. */
export function keptWords(name: string): Kept | null {
	const text = localStorage.getItem(name);
	return text === null ? null : (JSON.parse(text) as Kept);
}

/** Keeps words on this device, or none any more; false where it has no room for them. */
export function keepWords(name: string, kept: Kept | null): boolean {
	try {
		if (kept) localStorage.setItem(name, JSON.stringify(kept));
		else localStorage.removeItem(name);
		return true;
	} catch {
		return false;
	}
}
