import { z } from 'zod';

const who = z.object({ id: z.string(), name: z.string() });

/** A report as its reporter, or a steward, sees it. */
export const reportShown = z.object({
	id: z.string(),
	kind: z.string(),
	subject: z.string(),
	title: z.string(),
	/** What it said when it was reported. */
	quote: z.string(),
	/** Where it stands, for whoever may read it there. */
	url: z.string().nullable(),
	by: who,
	words: z.string(),
	at: z.string(),
	/** What came of it; null while nobody has looked. */
	closed: z
		.object({
			by: who,
			words: z.string(),
			at: z.string(),
			outcome: z.enum(['left', 'set aside', 'brought back'])
		})
		.nullable(),
	may: z.object({ decide: z.boolean(), bringBack: z.boolean() })
});

export type Report = z.infer<typeof reportShown>;
