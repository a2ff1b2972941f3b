import { z } from 'zod';

/** A block of two versions side by side, as doors and pages hand it on. */
export const comparedBlock = z.object({
	id: z.string(),
	kind: z.enum(['same', 'added', 'removed', 'changed']),
	/** True when it stands elsewhere than before. */
	moved: z.boolean(),
	words: z.array(z.object({ op: z.enum(['same', 'added', 'removed']), text: z.string() }))
});

export type ComparedBlock = z.infer<typeof comparedBlock>;
