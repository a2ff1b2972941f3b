import { z } from 'zod';

export const rhythm = z.enum(['at_once', 'daily', 'weekly', 'never']);
export type Rhythm = z.infer<typeof rhythm>;

export const followed = {
	kind: z.enum(['series', 'training', 'submission', 'page', 'person']),
	id: z.uuid()
};

/** The kinds of letter that a person may stop one by one. */
export const letterKinds = ['digest', 'notice'] as const;
export type LetterKind = (typeof letterKinds)[number] | 'invitation' | 'sign_in';
