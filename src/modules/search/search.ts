import { z } from 'zod';

/** Something found: its snippet as plain text, and parted into what matched and what stands around it. */
export const found = z.object({
	kind: z.string(),
	id: z.string(),
	title: z.string(),
	snippet: z.string(),
	parts: z.array(z.object({ text: z.string(), match: z.boolean() })),
	url: z.string(),
	at: z.string()
});

export type Found = z.infer<typeof found>;

/** How many characters a question may have. */
export const longest = 1000;

/** What the address of a page asks, as far as a question may go. */
export function questionIn(url: URL): string {
	return (url.searchParams.get('q') ?? '').slice(0, longest);
}

const kinds = z.array(z.string().max(40)).max(20);

/** Kinds of things as a list, or written with commas between as addresses have them. */
export const kindsAsked = z.union([kinds, z.string().max(800)]).transform((given) => {
	const list = typeof given === 'string' ? given.split(',') : given;
	return list.map((kind) => kind.trim()).filter(Boolean);
});
