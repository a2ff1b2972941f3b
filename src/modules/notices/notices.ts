import { z } from 'zod';

export const rhythm = z.enum(['at_once', 'daily', 'weekly', 'never']);
export type Rhythm = z.infer<typeof rhythm>;

export const followed = {
	kind: z.enum(['series', 'training', 'submission', 'page', 'person']),
	id: z.uuid()
};

/** The kinds of letter that a person may stop one by one. */
export const letterKinds = ['digest', 'notice'] as const;
export type LetterKind =
	| (typeof letterKinds)[number]
	| 'invitation'
	| 'sign_in'
	| 'address'
	| 'address_asked'
	| 'returned';

/** A notice as its reader meets it. */
export const shownNotice = z.object({
	id: z.string(),
	reason: z.string(),
	verb: z.string(),
	kind: z.string(),
	actor: z.object({ id: z.string(), name: z.string(), face: z.string().nullable() }).nullable(),
	title: z.string(),
	/** How many people, where the notice is about that. */
	people: z.number().nullable(),
	text: z.string(),
	url: z.string(),
	at: z.string(),
	read: z.boolean()
});
export type ShownNotice = z.infer<typeof shownNotice>;
