/** What a key does in the words of a cue. */
export type Act = 'listen' | 'back' | 'begin' | 'cut' | 'join' | 'join next' | 'up' | 'down';

/** What is meant by a key that is pressed in the words of a cue, which may be the first or the last; nothing where the key does there what it does everywhere. */
export function actOf(
	event: KeyboardEvent,
	at: { first: boolean; last: boolean }
): Act | undefined {
	const { key, altKey, shiftKey, isComposing } = event;
	const command = event.ctrlKey || event.metaKey;
	// In Safari, the Enter that ends what an input method composes comes once that is over, by this number alone.
	if (isComposing || event.keyCode === 229) return undefined;
	if (key === 'Enter') {
		if (command) return shiftKey ? 'begin' : 'listen';
		if (altKey) return 'back';
		return shiftKey ? undefined : 'cut';
	}
	const { selectionStart, selectionEnd, value } = event.currentTarget as HTMLTextAreaElement;
	if (command || altKey || shiftKey || selectionStart !== selectionEnd) return undefined;
	if (selectionStart === 0 && !at.first) {
		if (key === 'Backspace') return 'join';
		if (key === 'ArrowUp') return 'up';
	}
	if (selectionStart === value.length && !at.last) {
		if (key === 'Delete') return 'join next';
		if (key === 'ArrowDown') return 'down';
	}
	return undefined;
}
