import type { RequestHandler } from '@sveltejs/kit';
import { calendarOfMeeting } from '#modules/audio/server/call-meetings.ts';
import { calendarFile } from '#routes/calendar-file.server.ts';

/** The meeting about a question as a file for one's calendar; where there is none, the question's own page says so. */
export const GET: RequestHandler = ({ params, url, locals }) => {
	const playlist = params.playlist ?? '';
	const file = { name: 'meeting', page: `/playlists/${playlist}` };
	return calendarFile(locals.actor, file, (actor) =>
		calendarOfMeeting(actor, { playlist, origin: url.origin })
	);
};
