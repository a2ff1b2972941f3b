/** What somebody began to suggest and did not send, as this device keeps it under a name; null where that is nothing. */
export function draftAt(name: string): string | null {
	try {
		return localStorage.getItem(name);
	} catch {
		return null;
	}
}

/** Keeps it, or nothing any more; false where this device has no room. */
export function keepDraft(name: string, words: string | null): boolean {
	try {
		if (words === null) localStorage.removeItem(name);
		else localStorage.setItem(name, words);
		return true;
	} catch {
		return false;
	}
}
