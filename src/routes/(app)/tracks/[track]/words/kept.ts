import type { Row } from '#modules/audio/cues.ts';

/** What words stand on: of which take they are, and when those were saved that they correct; empty where none were. */
export type Base = { take: string; since: string };

/** Words that are not saved yet. */
export type Kept = Base & { rows: Row[] };

/** Where this device has no room: until the page is closed, however one goes about in it. */
const meanwhile = new Map<string, Kept[]>();

/** What this device keeps under a name, the latest last. */
export function keptWords(name: string): Kept[] {
	const held = meanwhile.get(name);
	if (held) return held;
	try {
		return JSON.parse(localStorage.getItem(name) ?? '[]') as Kept[];
	} catch {
		return [];
	}
}

/** Whether this device had room for what is kept under a name. */
export const hasRoom = (name: string): boolean => !meanwhile.has(name);

/** Keeps words in the place of those before, or none any more; what another tab keeps meanwhile stays. False where this device has no room. */
export function keepWords(name: string, before: Kept | null, now: Kept | null): boolean {
	const gone = JSON.stringify(before);
	const all = keptWords(name).filter((one) => JSON.stringify(one) !== gone);
	if (now) all.push(now);
	try {
		if (all.length > 0) localStorage.setItem(name, JSON.stringify(all));
		else localStorage.removeItem(name);
		meanwhile.delete(name);
		return true;
	} catch {
		meanwhile.set(name, all);
		return false;
	}
}
