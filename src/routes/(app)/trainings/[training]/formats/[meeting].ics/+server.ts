import type { RequestHandler } from '@sveltejs/kit';
import { calendarOfMeeting } from '#modules/series/server/meetings.ts';
import { calendarFile } from '#routes/calendar-file.server.ts';

/** An hour at which people meet as a file for one's calendar; one that was taken back leads to those there are. */
export const GET: RequestHandler = ({ params, url, locals }) => {
	const { training = '', meeting = '' } = params;
	const file = { name: 'meeting', page: `/trainings/${training}/formats` };
	return calendarFile(locals.actor, file, (actor) =>
		calendarOfMeeting(actor, { training, meeting, origin: url.origin })
	);
};
