import { redirect } from '@sveltejs/kit';
import { getLocale } from '#locale';
import * as m from '#messages';
import { bringBackTake, listTakes } from '#modules/audio/server/takes.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { readTogether, type Actor } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { sayFullDay } from '#platform/time/format.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const track = await getTrack(actor, params);
		const { items: takes, may } = await listTakes(actor, params);
		return { track, takes, may };
	})
);

export const actions = {
	bringBack: action(async (actor, form, { params }: RequestEvent) => {
		const take = form.text('take');
		await bringBackTake(actor, { ...params, take, words: await saidOn(actor, params.track, take) });
		redirect(303, `/tracks/${params.track}`);
	})
};

/** What those read who heard the take before: from which day the one is that is back. */
async function saidOn(actor: Actor, track: string, take: string): Promise<string> {
	const { items } = await listTakes(actor, { track });
	const { sound } = items.find((one) => one.sound?.take === take) ?? {};
	// What came back once is as old as it was then.
	const at = items.findLast((one) => sound && one.sound?.src === sound.src)?.at;
	if (!at) return '';
	const day = todayIn(actor.zone, Temporal.Instant.from(at));
	return m.tracks_as_on({ day: sayFullDay(day, getLocale()) });
}
