import { z } from 'zod';
import { locales } from '#locale';

/** One line of text of at most `most` characters, without the characters that no line has. */
export function line(most: number) {
	return z
		.string()
		.trim()
		.max(most, `Use at most ${most} characters`)
		.refine((text) => !/\p{Cc}|\p{Cs}/u.test(text), 'Write it as one plain line');
}

/** Text of several lines, of at most `most` characters. */
export function lines(most: number) {
	return z
		.string()
		.trim()
		.max(most, `Use at most ${most} characters`)
		.refine((text) => !/(?![\n\r\t])\p{Cc}|\p{Cs}/u.test(text), 'Write plain text');
}

export const personName = line(120).min(1, 'Write a name');
export const email = z
	.email('Write an address such as darcy@example.org')
	.max(254, 'Use at most 254 characters')
	.overwrite((address) => address.toLowerCase());
export const zone = z
	.string()
	.max(64)
	.refine(isZone, 'Choose a time zone such as Europe/Berlin')
	.overwrite((name) => (isZone(name) ? canonical(name) : name));
export const locale = z.enum(locales);
export const joining = z.enum(['open', 'request', 'closed']);
export const direction = z.enum(['teach', 'learn']);
export const skillName = line(80).min(1, 'Name the skill');

export type Joining = z.infer<typeof joining>;
export type Direction = z.infer<typeof direction>;
export type Person = { id: string; name: string; zone: string; face: string | null };

/** Whether this is the name of an IANA time zone. */
export function isZone(name: string): boolean {
	try {
		return /^[A-Za-z]/.test(name) && canonical(name) !== '';
	} catch {
		return false;
	}
}

function canonical(name: string): string {
	return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
}
