import { z } from 'zod';
import { limits } from './threads.ts';

/** What is talked about: a thing, and where it has blocks, perhaps one of them. */
export const about = z.object({
	kind: z.string().regex(/^[a-z_]{1,40}$/, 'Name a kind of thing, such as training'),
	id: z.uuid(),
	block: z
		.string()
		.max(40)
		.regex(/^[\w-]*$/, 'Name a block by its id')
		.optional()
});

export type About = z.infer<typeof about>;

/** A comment withdrawn before this instant stays so. */
export function restorableSince(at: string): string {
	const hours = limits.daysToRestore * 24;
	return Temporal.Instant.from(at).subtract({ hours }).toString();
}

export const commentText = z
	.string()
	.trim()
	.min(1, 'Write something')
	.max(limits.characters, 'Use at most 20,000 characters');

const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

/** A comment as its readers see it; a withdrawn one has no author, no text and no thanks. */
export const commentShown = z.object({
	id: z.string(),
	author: who.nullable(),
	html: z.string(),
	markdown: z.string(),
	block: z.string(),
	/** The comment that began the thread; none for the one that begins it. */
	replyTo: z.string().nullable(),
	withdrawn: z.boolean(),
	edited: z.string().nullable(),
	/** Of the comment that began it: that the conversation was closed, by whom, and their last word. */
	closed: z.object({ by: z.string(), words: z.string(), at: z.string() }).nullable(),
	at: z.string(),
	thanked: z.boolean(),
	/** The first to give thanks, by name, and how many more did. */
	thanks: z.array(z.string()),
	moreThanks: z.number(),
	may: z.object({
		reply: z.boolean(),
		edit: z.boolean(),
		withdraw: z.boolean(),
		restore: z.boolean(),
		thank: z.boolean(),
		close: z.boolean(),
		reopen: z.boolean()
	})
});

export type Comment = z.infer<typeof commentShown>;
