import { listLinks } from '#modules/audio/server/links.ts';
import { getTrack, restoreTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript } from '#modules/audio/server/transcripts.ts';
import { isFilm } from '#modules/audio/words.ts';
import { askedIn, forWriting } from '#modules/discussion/asked.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { listThanks } from '#modules/discussion/server/thanks.ts';
import { preferForm } from '#modules/documents/server/forms.ts';
import { readTogether } from '#platform/server/door.ts';
import { talking } from '#routes/talking.server.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const shown = await readTogether(actor, async () => {
		const asked = askedIn(url);
		const track = await getTrack(actor, params);
		const { transcript } = await getTranscript(actor, params);
		const said = await listCommentsOn(actor, { ids: track.id, whole: asked.whole });
		const { items: thanks } = await listThanks(actor, { ids: track.id });
		const [link] = track.may.change
			? (await listLinks(actor, { track: track.id })).items.toSorted(lastingLongest)
			: [];
		return { track, transcript, asked, said: forWriting(said), thanks, link };
	});
	const { take, said, may } = shown.track;
	if (take && isFilm(take) && said?.place && !may.change)
		await preferForm(actor, { form: 'watch' });
	return shown;
});

const lastingLongest = (a: { closes: string }, b: { closes: string }) =>
	b.closes.localeCompare(a.closes);

export const actions = {
	...talking,
	restore: action(async (actor, _form, { params }: RequestEvent) => {
		await restoreTrack(actor, params);
	})
};
