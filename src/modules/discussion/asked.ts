import { isDocumentId } from '#modules/documents/document.ts';

/** What the address of a page asks of the conversations on it. */
export type Asked = {
	/** A thing, or a comment on it, of which all is wanted that was said there. */
	whole: string | undefined;
	/** The comment to be answered, or to be changed, and the thing to be commented on. */
	reply: string | null;
	edit: string | null;
	write: string | null;
	/** The rest of the query, which stays while somebody writes. */
	rest: string;
};

export function askedIn(url: URL): Asked {
	const rest = new URLSearchParams(url.searchParams);
	const [reply = null, edit = null, write = null] = ['reply', 'edit', 'write'].map((name) => {
		const value = rest.get(name);
		rest.delete(name);
		return value;
	});
	const said = rest.get('said') ?? '';
	return {
		whole: isDocumentId(said) ? said : undefined,
		reply,
		edit,
		write,
		rest: rest.toString()
	};
}

/** The address at which a box to write in is open: beneath the comment that is answered or changed, or at the end of what was said about a thing. */
export function writingAt(
	{ rest }: Asked,
	what: 'reply' | 'edit' | 'write',
	where: string
): string {
	return `?${rest}${rest && '&'}${what}=${where}#${what === 'write' ? 'w' : 'c'}-${where}`;
}

/** How many threads came before those that a page shows at a place, and where they are. */
export function earlierAt(
	earlier: { subject: string; block: string; count: number }[],
	{ path, subject, block, anchor }: { path: string; subject: string; block: string; anchor: string }
): { count: number; href: string } | undefined {
	const there = earlier.find((each) => each.subject === subject && each.block === block);
	return there && { count: there.count, href: `${path}?said=${subject}#${anchor}` };
}

/** Comments for a page; the Markdown of one goes only to whoever may change it. */
export function forWriting<Said extends { items: { markdown: string; may: { edit: boolean } }[] }>(
	said: Said
): Said {
	const items = said.items.map((item) => (item.may.edit ? item : { ...item, markdown: '' }));
	return { ...said, items };
}
