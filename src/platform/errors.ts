/** What a caller is told when a door says no. The five are mapped to HTTP once, in `platform/server/web`. */
export type Field = { field: string; message: string };

export class NotFound extends Error {
	readonly code = 'not_found';
}

export class Forbidden extends Error {
	readonly code = 'forbidden';
}

export class Invalid extends Error {
	readonly code = 'invalid';
	readonly fields: Field[];

	/** `fields` name what is wrong and what would be right, for people to read. */
	constructor(fields: Field[]) {
		super(fields.map((field) => `${field.field}: ${field.message}`).join('; '));
		this.fields = fields;
	}
}

export class Conflict extends Error {
	readonly code = 'conflict';
}

export class TooMany extends Error {
	readonly code = 'too_many';
}

/** What an error says, in one line; of several at once, the first. */
export function messageOf(error: unknown): string {
	const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
	return (one instanceof Error ? one.message : String(one)).replaceAll(/\s*\n\s*/g, ' ');
}
