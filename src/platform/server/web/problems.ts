import { Conflict, Forbidden, Invalid, NotFound, TooMany, type Field } from '../../errors.ts';
import { Away } from '../db/away.ts';
import { saysNoRoom } from '../room.ts';
import { StoreAway } from '../storage/away.ts';

/** A problem document (RFC 9457). */
export type Problem = {
	type: string;
	title: string;
	status: number;
	detail: string;
	fields?: Field[];
};

/** After how many seconds one who found the database, or the store of files, away may ask again. */
export const retryAfter = 5;

const away: Problem = {
	type: 'urn:junto:away',
	title: 'Not at this moment',
	status: 503,
	detail: 'The database is away for a moment. Try again in a few seconds'
};

const storeAway: Problem = {
	...away,
	detail: 'Files cannot be reached for a moment. Try again in a few seconds'
};

const noRoom: Problem = {
	type: 'urn:junto:no-room',
	title: 'The disk is full',
	status: 507,
	detail:
		'There is no room left on the disk, so this was not kept. Reading goes on; try again once your stewards have made room'
};

/** What a caller is told of an error that a door threw, or of the machine's bad day; undefined for a fault of ours. */
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
	if (error instanceof Away) return away;
	if (error instanceof StoreAway) return storeAway;
	return saysNoRoom(error) ? noRoom : undefined;
}

function problem(name: string, status: number, title: string, error: Error): Problem {
	return { type: `urn:junto:${name}`, title, status, detail: error.message };
}
