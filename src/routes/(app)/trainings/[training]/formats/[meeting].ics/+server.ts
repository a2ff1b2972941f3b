import { redirect, type RequestHandler } from '@sveltejs/kit';
import { calendarOfMeeting } from '#modules/series/server/meetings.ts';
import { problemOf } from '#platform/server/web/problems.ts';
import { calendarFile } from '#routes/calendar-file.server.ts';

/** An hour at which people meet as a file for one's calendar; one that was taken back leads to those there are. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const { training = '', meeting = '' } = params;
	const page = `/trainings/${training}/formats`;
	if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(page)}`);
	try {
		const asked = { training, meeting, origin: url.origin };
		const { ics } = await calendarOfMeeting(locals.actor, asked);
		return calendarFile(ics, 'meeting');
	} catch (thrown) {
		if (problemOf(thrown)) redirect(303, page);
		throw thrown;
	}
};
