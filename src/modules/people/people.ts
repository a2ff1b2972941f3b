import { z } from 'zod';
import { locales } from '#locale';

/** One line of text of at most `most` characters, without the characters that no line has. */
export function line(most: number) {
	return z
		.string()
		.trim()
		.max(most, `Use at most ${most} characters`)
		.refine((text) => !/\p{Cc}|\p{Cs}|\p{Bidi_Control}/u.test(text), 'Write it as one plain line');
}

/** Text of several lines, of at most `most` characters. */
export function lines(most: number) {
	return z
		.string()
		.trim()
		.max(most, `Use at most ${most} characters`)
		.refine((text) => !/(?![\n\r\t])\p{Cc}|\p{Cs}/u.test(text), 'Write plain text');
}

/** For how many days somebody is new here. */
const newFor = 14;

/** Whether somebody who joined then is new at another instant. */
export function isNewcomer(joinedAt: string, at: string): boolean {
	return Temporal.Instant.from(joinedAt).until(at).total('hours') < newFor * 24;
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

/** What an import says, row by row. */
export const report = z.object({
	/** How many rows the file has below its first line. */
	rows: z.number(),
	/** How many of them can be added. */
	good: z.number(),
	/** How many people were added: none in a dry run, or while a row is wrong (unless only the good ones were wanted). */
	added: z.number(),
	dryRun: z.boolean(),
	/** What is wrong and what would be right, cell by cell; the first 1000. */
	problems: z.array(
		z.object({
			line: z.number(),
			field: z.string(),
			value: z.string(),
			message: z.string(),
			suggestion: z.string().optional()
		})
	),
	wrongRows: z.number(),
	/** Circles that are not here yet and are made, open to all. */
	newCircles: z.array(z.string()),
	/** Columns of the file that nothing is taken from. */
	unused: z.array(z.string()),
	/** The first people as they would be added. */
	sample: z.array(
		z.object({
			name: z.string(),
			email: z.string(),
			zone: z.string(),
			circles: z.array(z.string()),
			steward: z.boolean()
		})
	)
});

export type Report = z.infer<typeof report>;

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
