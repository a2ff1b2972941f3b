import { getLocale } from '#locale';
import * as m from '#messages';
import type { Cue } from '#modules/audio/audio.ts';
import { listLinks } from '#modules/audio/server/links.ts';
import { endRetake, retakesOf } from '#modules/audio/server/retakes.ts';
import { listsWith } from '#modules/audio/server/track-list.ts';
import { getTrack, restoreTrack } from '#modules/audio/server/tracks.ts';
import { getTranscript } from '#modules/audio/server/transcripts.ts';
import { isFilm } from '#modules/audio/words.ts';
import { askedIn, forWriting } from '#modules/discussion/asked.ts';
import { commentForm } from '#modules/discussion/server/forms.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { listThanks } from '#modules/discussion/server/thanks.ts';
import { preferForm } from '#modules/documents/server/forms.ts';
import { readTogether, type Actor } from '#platform/server/door.ts';
import { sayFullDay } from '#platform/time/format.ts';
import { askAnew } from '#routes/ask-anew.server.ts';
import { talking } from '#routes/talking.server.ts';
import type { Way } from '#routes/ways.server.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const shown = await readTogether(actor, async () => {
		const asked = askedIn(url);
		const track = await getTrack(actor, params);
		const { transcript, may } = await getTranscript(actor, params);
		const said = await listCommentsOn(actor, { ids: track.id, whole: asked.whole });
		const { items: thanks } = await listThanks(actor, { ids: track.id });
		const retakes = track.take && !track.withdrawn ? (await retakesOf(actor, params)).items : [];
		const earlier = said.earlier.reduce((sum, { count }) => sum + count, 0);
		const mine = new Set(
			said.items.filter(({ author }) => author?.id === actor.id).map(({ id }) => id)
		);
		return {
			...{ track, asked, said: forWriting(said), thanks },
			earlier: earlier > 0 ? m.discussion_earlier({ count: earlier }) : '',
			retakes: retakes.map((comment) => ({
				...{ comment, asked: m.retake_asked() },
				end: mine.has(comment) ? m.retake_take_back() : track.may.change ? m.retake_holds() : ''
			})),
			making: track.coming.some(({ making }) => making),
			written: writtenOf(track, transcript),
			words: wordsOf(track),
			above: aboveIt(track, (await listsWith(actor, params)).items),
			ways: track.withdrawn ? [] : waysFrom(track, may.suggest),
			forVoice: track.may.change ? await wordsForVoice(actor, track) : null
		};
	});
	const { take, said, may } = shown.track;
	if (take && isFilm(take) && said?.place && !may.change)
		await preferForm(actor, { form: 'watch' });
	return shown;
});

type Track = Awaited<ReturnType<typeof getTrack>>;

/** What is written of what is heard: its chapters, from one to the next, and its words. */
function writtenOf({ take }: Track, transcript: { cues: Cue[]; byMachine: boolean } | null) {
	const chapters = take?.chapters ?? [];
	const cues = chapters.map(({ from, title: text }, place): Cue => {
		return { from, to: chapters[place + 1]?.from ?? take!.seconds, text };
	});
	const note = transcript?.byMachine ? m.transcript_by_machine() : '';
	return [
		...(cues.length > 0 ? [{ id: 'chapters', title: m.tracks_chapters(), note: '', cues }] : []),
		...(transcript
			? [{ id: 'transcript', title: m.transcript_title(), note, cues: transcript.cues }]
			: [])
	];
}

/** What is seldom said of it; worded here, so that the page does not carry these words. */
function wordsOf({ title, take, coming }: Track) {
	return {
		hint: m.moment_hint(),
		thanks: m.moment_thanks(),
		askRetake: m.retake_ask(),
		report: m.reports_report(),
		withdrawn: m.audio_track_withdrawn(),
		waits: m.audio_not_here_yet(),
		take: take && take.number > 1 ? `· ${m.audio_take({ number: take.number })}` : '',
		isNew: take?.words ? m.audio_new_in_it({ words: take.words }) : '',
		coming: coming.map(({ recording: id, name: file, refused, making, received, bytes }) => ({
			...{ id, refused: refused !== null },
			words: refused
				? m.audio_refused({ name: file || title, reason: refused })
				: making
					? m.audio_making({ name: file || title })
					: m.audio_coming({ name: file || title, part: Math.floor((100 * received) / bytes) })
		}))
	};
}

/** Where it is heard: in what it is said in or reads, or in the playlists that it is in. */
function aboveIt({ said, reads }: Track, lists: { id: string; title: string }[]): Way[] {
	if (said?.place)
		return [{ href: said.place.url, label: m.audio_said_in({ title: said.place.title }) }];
	if (reads) return [{ href: reads.url, label: m.spoken_title({ title: reads.title }) }];
	if (lists.length === 0) return [{ href: '/playlists', label: m.audio_playlists() }];
	return lists.map(({ id, title: label }) => ({ href: `/playlists/${id}`, label }));
}

/** Where one goes on from it, worded here, too. */
function waysFrom({ id, take, said, reads, may }: Track, suggests: boolean): Way[] {
	const ways: Way[] = [];
	if (take && suggests) ways.push({ href: `/tracks/${id}/words`, label: m.words_suggest() });
	if (take && !said && !reads) ways.push({ href: `/tracks/${id}/put`, label: m.tracks_put() });
	if (take && (take.number > 1 || may.change))
		ways.push({ href: `/tracks/${id}/takes`, label: m.tracks_takes() });
	if (!may.change) return ways;
	const [narrow] = said?.narrow ?? [];
	if (narrow) ways.unshift({ href: `/say/wider/${narrow}`, label: m.tracks_narrow() });
	ways.push({ href: `/tracks/${id}/change`, label: m.audio_change_track() });
	if (take) {
		const label = take.transcript ? m.transcript_change() : m.transcript_write();
		ways.push({ href: `/tracks/${id}/words`, label });
	}
	if (take && !said && !reads)
		ways.push({ href: `/mine/links?track=${id}`, label: m.audio_links() });
	return ways;
}

/** How its voice goes on with it, and whether others hear it by a link. */
async function wordsForVoice(actor: Actor, { id, take }: Track) {
	const { items } = await listLinks(actor, { track: id });
	const last = items
		.map(({ closes }) => closes)
		.sort()
		.at(-1);
	return {
		record: take ? m.audio_record_again() : m.audio_record_it(),
		hint: take ? m.audio_again_hint() : '',
		linked: last ? m.audio_link_heard({ day: sayFullDay(last, getLocale()) }) : ''
	};
}

export const actions = {
	...talking,
	comment: action(async (actor, form, _event: RequestEvent) => {
		const answer = await commentForm(actor, form);
		await askAnew(actor, form, answer.commented);
		return answer;
	}),
	asked: action(async (actor, form, _event: RequestEvent) => {
		await endRetake(actor, { comment: form.text('comment') });
	}),
	restore: action(async (actor, _form, { params }: RequestEvent) => {
		await restoreTrack(actor, params);
	})
};
