import { error, redirect } from '@sveltejs/kit';
import { fits } from '#modules/audio/server/captions.ts';
import {
	acceptWords,
	dismissWords,
	listSuggestions,
	suggestWords
} from '#modules/audio/server/corrections.ts';
import { askTranscript } from '#modules/audio/server/machine-words.ts';
import { getTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript, putTranscript } from '#modules/audio/server/transcripts.ts';
import { Invalid, NotFound } from '#platform/errors.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params, url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const track = await getTrack(actor, params);
		const { take } = track;
		const { transcript, wish, may, earlier } = await getTranscript(actor, params);
		const shown = track.may.change || may.suggest;
		if (!take || track.withdrawn || !shown) error(404, 'There is nothing to write down');
		const fromEarlier = earlier && url.searchParams.has('earlier');
		const cues = fromEarlier ? earlier.cues : (transcript?.cues ?? []);
		return {
			track: { ...track, take },
			...{ transcript, wish, may, earlier: earlier?.number ?? null },
			fromEarlier: !!fromEarlier,
			/** Without scripts: for which part one suggests better words. */
			asked: Number(url.searchParams.get('cue') ?? -1),
			suggestions: transcript ? (await listSuggestions(actor, params)).items : [],
			// Of an earlier take, some may come after the end of this one.
			cues: cues.map((cue) => (fits(cue, take.seconds) ? cue : { ...cue, from: null, to: null }))
		};
	})
);

export const actions = {
	save: action(async (actor, form, { params }: RequestEvent) => {
		const file = form.file('file');
		if (file && file.size > 1_000_000)
			throw new Invalid([{ field: 'text', message: 'Choose a file of words, of at most 1 MB' }]);
		const text = file ? await file.text() : form.text('text');
		const before = text.trim() ? null : (await getTranscript(actor, params)).transcript;
		const base = { take: form.text('take') || undefined, since: form.sent('since') };
		await putTranscript(actor, { ...params, text, ...base });
		if (before) return { done: 'unwritten' as const, before: before.text };
		redirect(303, `/tracks/${params.track}`);
	}),
	suggest: action(async (actor, form, { params }: RequestEvent) => {
		const place = form.number('place') ?? -1;
		const words = { place, was: form.text('was'), words: form.text('words') };
		await suggestWords(actor, { ...params, ...words });
		redirect(303, `/tracks/${params.track}/words#cue-${place}`);
	}),
	accept: action(async (actor, form, { params }: RequestEvent) => {
		const correction = form.text('correction');
		const used = await unlessEnded(acceptWords(actor, { ...params, correction }));
		return { accepted: used?.at ?? null };
	}),
	dismiss: action(async (actor, form, { params }: RequestEvent) => {
		const correction = form.text('correction');
		await unlessEnded(dismissWords(actor, { ...params, correction }));
	}),
	ask: action(async (actor, _form, { params }: RequestEvent) => {
		await askTranscript(actor, params);
		redirect(303, `/tracks/${params.track}/words`);
	})
};

/** A suggestion that has ended already, by a second press or for another in its place, is ended. */
async function unlessEnded<Done>(ending: Promise<Done>): Promise<Done | undefined> {
	try {
		return await ending;
	} catch (error) {
		if (error instanceof NotFound) return undefined;
		throw error;
	}
}
