import { redirect } from '@sveltejs/kit';
import { Invalid, NotFound } from '#platform/errors.ts';
import type { Actor } from '#platform/server/door.ts';

/**
 * An entry for somebody's own calendar as a file, told apart from others by `name`; where there is none, or nobody is
 * signed in, the way leads to `page`, which says why.
 */
export async function calendarFile(
	actor: Actor | null,
	{ name, page }: { name: string; page: string },
	entry: (actor: Actor) => Promise<{ ics: string }>
): Promise<Response> {
	if (!actor) redirect(303, `/sign-in?to=${encodeURIComponent(page)}`);
	try {
		const { ics } = await entry(actor);
		return new Response(ics, {
			headers: {
				'content-type': 'text/calendar; charset=utf-8',
				'content-disposition': `attachment; filename="${name}.ics"`,
				'cache-control': 'no-store'
			}
		});
	} catch (thrown) {
		if (thrown instanceof Invalid || thrown instanceof NotFound) redirect(303, page);
		throw thrown;
	}
}
