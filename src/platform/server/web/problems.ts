import { Conflict, Forbidden, Invalid, NotFound, TooMany, type Field } from '../../errors.ts';

/** A problem document (RFC 9457). */
export type Problem = {
	type: string;
	title: string;
	status: number;
	detail: string;
	fields?: Field[];
};

/** What a caller is told of an error that a door threw; undefined for a fault of ours. */
export function problemOf(error: unknown): Problem | undefined {
	if (error instanceof NotFound) return problem('not-found', 404, 'There is nothing here', error);
	if (error instanceof Forbidden)
		return problem('forbidden', 403, 'This is not yours to do', error);
	if (error instanceof Conflict) return problem('conflict', 409, 'Somebody was quicker', error);
	if (error instanceof TooMany) return problem('too-many', 429, 'Too many tries', error);
	if (error instanceof Invalid)
		return {
			...problem('invalid', 422, 'Something needs to be put right', error),
			fields: error.fields
		};
	return undefined;
}

function problem(name: string, status: number, title: string, error: Error): Problem {
	return { type: `urn:junto:${name}`, title, status, detail: error.message };
}
