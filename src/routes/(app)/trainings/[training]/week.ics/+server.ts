import type { RequestHandler } from '@sveltejs/kit';
import { calendarOf } from '#modules/series/server/placing.ts';
import { calendarFile } from '#routes/calendar-file.server.ts';

/** A training as a file for one's calendar; a time that cannot be goes back to the form, which says why. */
export const GET: RequestHandler = ({ params, url, locals }) => {
	const training = params.training ?? '';
	const day = url.searchParams.get('day') ?? '';
	const time = url.searchParams.get('time') ?? '';
	const file = { name: 'training', page: `/trainings/${training}/week${url.search}` };
	return calendarFile(locals.actor, file, (actor) =>
		calendarOf(actor, { training, day, time, origin: url.origin })
	);
};
