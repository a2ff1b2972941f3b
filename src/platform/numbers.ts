import { z } from 'zod';

/** A whole number within bounds, or its digits, as forms and addresses send it. */
export function wholeNumber(least: number, most: number) {
	const digits = z
		.string()
		.trim()
		.regex(/^\d{1,9}$/, 'Write a whole number')
		.transform(Number);
	return z.union([z.number(), digits]).pipe(z.int().min(least).max(most));
}
