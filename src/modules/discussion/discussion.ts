import { z } from 'zod';

/** What is talked about: a thing, and where it has blocks, perhaps one of them. */
export const about = z.object({
	kind: z.enum(['series', 'training', 'submission', 'page', 'comment']),
	id: z.uuid(),
	block: z.string().max(40).optional()
});

export const commentText = z
	.string()
	.trim()
	.min(1, 'Write something')
	.max(20_000, 'Use at most 20,000 characters');
