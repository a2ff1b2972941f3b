import { redirect, type RequestHandler } from '@sveltejs/kit';
import { calendarOf } from '#modules/series/server/placing.ts';
import { Invalid, NotFound } from '#platform/errors.ts';
import { calendarFile } from '#routes/calendar-file.server.ts';

/** A training as a file for one's calendar; a time that cannot be goes back to the form, which says why. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const training = params.training ?? '';
	const form = `/trainings/${training}/week${url.search}`;
	if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(form)}`);
	const day = url.searchParams.get('day') ?? '';
	const time = url.searchParams.get('time') ?? '';
	try {
		const { ics } = await calendarOf(locals.actor, { training, day, time, origin: url.origin });
		return calendarFile(ics, 'training');
	} catch (thrown) {
		if (thrown instanceof Invalid || thrown instanceof NotFound) redirect(303, form);
		throw thrown;
	}
};
