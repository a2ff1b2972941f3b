import { z } from 'zod';

/** A calendar date that people plan with; `message` says what would be right. */
export function day(message: string) {
	return z.iso.date(message).refine((date) => date >= '1900-01-01' && date < '3000-01-01', message);
}
