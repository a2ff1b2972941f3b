import { z } from 'zod';
import { day } from '#platform/time/day.ts';

const blocks = z.array(z.string().min(1).max(40)).min(1, 'Choose a passage').max(50);
const line = z.string().trim().max(2000, 'Use at most 2,000 characters');

/** The passage that somebody takes up: a run of blocks of a training, a submission or a page. */
export const passage = { document: z.uuid(), blocks };

export const adoptInput = z.object({
	...passage,
	why: line.default(''),
	how: line.default(''),
	askOn: day('Choose a day').optional(),
	shown: z.boolean().default(false)
});

export const outcome = z.enum(['kept', 'changed', 'dropped']);
export type Outcome = z.infer<typeof outcome>;

export const answerInput = z.object({
	followUp: z.uuid(),
	outcome: z.enum(['kept', 'changed', 'dropped'], 'Choose how it went'),
	note: line.default(''),
	/** Shows a change beside the method, as a variant with credit. */
	showVariant: z.boolean().default(false)
});

export const sameInput = z.object({ ...passage, note: line.default('') });

/** Below it a number about people is told to nobody. */
export const floor = 5;

/** The numbers of people at which authors hear that a method of theirs is being tried. */
export const milestones = [5, 10, 20, 50, 100, 200, 500, 1000];
