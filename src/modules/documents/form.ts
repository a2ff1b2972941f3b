import { z } from 'zod';

/** The forms in which a text is taken, beside the hours at which people meet over it. */
export const form = z.enum(['read', 'listen', 'watch', 'slides', 'examples']);
export type Form = z.infer<typeof form>;
