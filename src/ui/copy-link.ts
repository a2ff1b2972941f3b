/** Puts where a link leads into the clipboard, and has the link say so for a while. The link leads there in any case. */
export async function copyLink(link: HTMLAnchorElement, said: string): Promise<void> {
	const label = link.firstElementChild;
	if (!navigator.clipboard || !label || link.dataset.copied !== undefined) return;
	const before = label.textContent;
	await navigator.clipboard.writeText(link.href);
	label.textContent = said;
	link.dataset.copied = '';
	setTimeout(() => {
		label.textContent = before;
		delete link.dataset.copied;
	}, 3_000);
}
