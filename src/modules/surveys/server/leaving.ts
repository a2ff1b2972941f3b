import type { Leaving } from '#platform/server/leaving.ts';

/** What somebody answered by name goes with them; what they answered without one is nobody's already. */
export const leaving: Leaving = { own: ['survey_answer', 'survey_part'] };
