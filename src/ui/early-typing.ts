type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const typed = new Map<Field, { value: string; checked: boolean }>();

/** Remembers what is typed while a page waits for its scripts. */
export function watchEarlyTyping(): void {
	for (const field of document.querySelectorAll<Field>('input, textarea, select'))
		if (isChanged(field)) remember(field);
	document.addEventListener('input', hear, { capture: true });
}

/** Puts it back: when it takes over, Svelte sets every field to what the server had sent. */
export function restoreEarlyTyping(): void {
	document.removeEventListener('input', hear, { capture: true });
	for (const [field, { value, checked }] of typed) {
		if (isTicked(field)) field.checked = checked;
		else if (field.value !== value) field.value = value;
		else continue;
		field.dispatchEvent(new Event('input', { bubbles: true }));
	}
	typed.clear();
}

function hear({ target }: Event): void {
	if (target instanceof Element && target.matches('input, textarea, select'))
		remember(target as Field);
}

function remember(field: Field): void {
	if (field.type === 'file' || field.type === 'hidden') return;
	typed.set(field, { value: field.value, checked: isTicked(field) && field.checked });
}

function isChanged(field: Field): boolean {
	if (isTicked(field)) return field.checked !== field.defaultChecked;
	if (field instanceof HTMLSelectElement)
		return [...field.options].some((option) => option.selected !== option.defaultSelected);
	return field.value !== field.defaultValue;
}

function isTicked(field: Field): field is HTMLInputElement {
	return field.type === 'checkbox' || field.type === 'radio';
}
