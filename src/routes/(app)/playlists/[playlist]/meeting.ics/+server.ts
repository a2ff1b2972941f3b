import { redirect, type RequestHandler } from '@sveltejs/kit';
import { calendarOfMeeting } from '#modules/audio/server/call-meetings.ts';

/** The meeting about a question as a file for one's calendar. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const playlist = params.playlist ?? '';
	if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(`/playlists/${playlist}`)}`);
	const { ics } = await calendarOfMeeting(locals.actor, { playlist, origin: url.origin });
	return new Response(ics, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'attachment; filename="meeting.ics"',
			'cache-control': 'no-store'
		}
	});
};
