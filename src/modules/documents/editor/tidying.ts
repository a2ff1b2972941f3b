/** What was copied from a page, as the editor reads it: our own pages lose nothing, others bring no pictures of theirs. */
export function tidied(html: string, origin: string): string {
	const { body } = new DOMParser().parseFromString(html, 'text/html');
	for (const card of body.querySelectorAll<HTMLElement>('p.link-card')) keepCard(card);
	for (const block of body.querySelectorAll<HTMLElement>('[data-block]')) keepBlock(block);
	for (const image of body.querySelectorAll('img')) keepPicture(image, origin);
	for (const heading of body.querySelectorAll('h1, h5, h6'))
		rename(heading, heading.tagName === 'H1' ? 'h2' : 'h4');
	return body.innerHTML;
}

function keepCard(card: HTMLElement): void {
	const link = card.querySelector('a');
	const parts = { title: 'strong', description: 'span', site: 'small' };
	if (!link || card.dataset.cardHref) return;
	card.dataset.cardHref = link.getAttribute('href') ?? '';
	for (const [name, tag] of Object.entries(parts)) {
		const text = link.querySelector(tag)?.textContent;
		if (text) card.setAttribute(`data-card-${name}`, text);
	}
}

/** A published block bears its name, its number and its document as the editor's own blocks do. */
function keepBlock(block: HTMLElement): void {
	for (const [name, own] of Object.entries({ name: 'name', number: 'number', of: 'copied' }))
		if (block.dataset[name]) block.setAttribute(`data-block-${own}`, block.dataset[name]!);
}

/** A picture that is not here is a link to where it is. */
function keepPicture(image: HTMLImageElement, origin: string): void {
	const src = image.getAttribute('src') ?? '';
	const { pathname } = new URL(src, origin);
	if (new URL(src, origin).origin === origin && pathname.startsWith('/files/'))
		return image.setAttribute('src', pathname);
	if (!/^https?:/i.test(src)) return image.remove();
	const link = image.ownerDocument.createElement('a');
	link.href = src;
	link.textContent = image.alt || src;
	image.replaceWith(link);
}

function rename(element: Element, tag: string): void {
	const renamed = element.ownerDocument.createElement(tag);
	renamed.append(...element.childNodes);
	element.replaceWith(renamed);
}
