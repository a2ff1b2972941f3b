import { z } from 'zod';
import { Invalid, messageOf } from '#platform/errors.ts';

/** The files of an archive beside its tables, texts and media. */
export const names = { manifest: 'manifest.json', readMe: 'README.md' };

/** Where people's addresses stand; sign-in itself is in no archive. */
export const addresses = 'address';

export const dataFile = (table: string) => `data/${table}.jsonl`;

const part = String.raw`(?!\.\.?(?:/|$))[^/\\\p{C}]+`;
const path = z
	.string()
	.max(400)
	.regex(new RegExp(`^(?:README\\.md|(?:data|media|texts)(?:/${part})+)$`, 'u'));

/** What an archive says of itself. */
export const manifest = z.object({
	format: z.literal(1),
	holds: z.enum(['place', 'series', 'library']),
	/** The series that it holds, where it holds one. */
	series: z.uuid().optional(),
	title: z.string(),
	at: z.string(),
	migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
	tables: z.array(
		z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().nonnegative() })
	),
	files: z.record(
		path,
		z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().nonnegative() })
	)
});

export type Manifest = z.infer<typeof manifest>;

/** Why an archive is refused, as one line. */
export function refusal(message: string): Invalid {
	return new Invalid([{ field: '', message }]);
}

/** What an error says of an archive, to be said again within another. */
export function told(error: unknown): string {
	return error instanceof Invalid ? error.fields[0]!.message : messageOf(error);
}
