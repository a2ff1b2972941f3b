import { z } from 'zod';

export const personName = z
	.string()
	.trim()
	.min(1, 'Write a name')
	.max(120, 'Use at most 120 characters');
export const email = z.email('Write an address such as darcy@example.org').max(254);
export const zone = z.string().max(64).refine(isZone, 'Choose a time zone such as Europe/Berlin');
export const joining = z.enum(['open', 'request', 'closed']);

export type Person = { id: string; name: string; zone: string; face: string | null };

function isZone(name: string): boolean {
	try {
		return (
			Boolean(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)) &&
			/^[A-Za-z]/.test(name)
		);
	} catch {
		return false;
	}
}
