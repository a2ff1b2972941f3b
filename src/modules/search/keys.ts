/** True for the keys that open the search over a page: `/` and Ctrl-K, unless somebody is writing. */
export function opensSearch(event: KeyboardEvent): boolean {
	if (event.defaultPrevented || event.isComposing || event.altKey) return false;
	const command = event.ctrlKey || event.metaKey;
	const wanted = command ? event.key.toLowerCase() === 'k' : event.key === '/';
	if (!wanted) return false;
	const { target } = event;
	const writing =
		target instanceof HTMLElement &&
		(target.isContentEditable || target.matches('input, textarea, select'));
	return !writing;
}
