import { z } from 'zod';

export const rhythm = z.enum(['at_once', 'daily', 'weekly', 'never']);
export type Rhythm = z.infer<typeof rhythm>;

export const followed = {
	kind: z.enum(['series', 'training', 'submission', 'page', 'question', 'person']),
	id: z.uuid()
};

/** What somebody can be reminded of. */
export const reminded = { kind: z.enum(['training', 'page']), id: z.uuid() };

/** A reminder as its person, who alone sees it, meets it. */
export const shownReminder = z.object({
	id: z.string(),
	words: z.string(),
	/** When it comes, as its occasion stands now. */
	day: z.string(),
	occasion: z.object({ id: z.string(), name: z.string() }).nullable(),
	/** `off`: its occasion is not planned any more. `due`: its day has come, and it waits to be ended. */
	state: z.enum(['waiting', 'off', 'due'])
});
export type ShownReminder = z.infer<typeof shownReminder>;

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
