import type { z } from 'zod';
import { Invalid } from '#platform/errors.ts';

/** That the link of a letter is another person's than whoever is signed in; to be shown beside `field`. */
export function somebodyElses(field: string): Invalid {
	const message = 'This link is somebody else’s. If it is yours, sign out and open it again';
	return new Invalid([{ field, message }]);
}

/** What `schema` makes of something that comes past no door; throws Invalid, naming each field. */
export function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
	const parsed = schema.safeParse(given);
	if (parsed.success) return parsed.data;
	throw new Invalid(
		parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
	);
}
