import { redirect, type RequestHandler } from '@sveltejs/kit';
import { calendarOfMeeting } from '#modules/audio/server/call-meetings.ts';
import { NotFound } from '#platform/errors.ts';
import { calendarFile } from '#routes/calendar-file.server.ts';

/** The meeting about a question as a file for one's calendar; where there is none, the question's own page says so. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const playlist = params.playlist ?? '';
	const page = `/playlists/${playlist}`;
	if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(page)}`);
	try {
		const { ics } = await calendarOfMeeting(locals.actor, { playlist, origin: url.origin });
		return calendarFile(ics, 'meeting');
	} catch (thrown) {
		if (thrown instanceof NotFound) redirect(303, page);
		throw thrown;
	}
};
