import type { z } from 'zod';
import { Invalid } from '#platform/errors.ts';

/** What `schema` makes of something that comes past no door; throws Invalid, naming each field. */
export function checked<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
	const parsed = schema.safeParse(given);
	if (parsed.success) return parsed.data;
	throw new Invalid(
		parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
	);
}
