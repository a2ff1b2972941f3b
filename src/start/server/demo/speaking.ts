import { placeOf } from '#modules/audio/moments.ts';
import { createFeed } from '#modules/audio/server/feeds.ts';
import { createPlaylist } from '#modules/audio/server/playlists.ts';
import { soundLine } from '#modules/audio/server/said.ts';
import { beginSpoken, getSpoken } from '#modules/audio/server/spoken.ts';
import { getTranscript } from '#modules/audio/server/transcripts.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { giveThanks } from '#modules/discussion/server/thanks.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Script } from './script.ts';
import { hear, say, sayAgain } from './sounds.ts';
import { readAloud } from './story/spoken.ts';
import { lists, saidInComment, type List, type Track } from './story/voices.ts';

/** Adds what people say aloud, and who listens to it. */
export function addVoices(script: Script): void {
	for (const list of lists) addList(script, list);
	addReading(script);
	addSaid(script);
	for (const by of ['steward', 'mateusz'])
		script.add({
			by,
			day: script.calendar.monday.add({ days: 2 }),
			work: async (actor) => void (await createFeed(actor, { label: 'My phone, for the tram' }))
		});
}

function addList(script: Script, { key, by, day, circle, tracks, ...words }: List): void {
	const begins = script.calendar.monday.add({ days: day });
	const audience = () => (circle ? `circle:${script.thing(circle).id}` : 'everyone');
	script.add({
		by,
		day: begins,
		makes: key,
		after: [circle],
		work: async (actor) => {
			const { id } = await createPlaylist(actor, { ...words, audience: audience() });
			return { kind: 'playlist', id };
		}
	});
	for (const [i, { sound, title }] of tracks.entries())
		script.add({
			by,
			day: begins,
			makes: sound,
			after: [tracks[i - 1]?.sound ?? key],
			work: async (actor) => {
				const playlist = script.thing(key).id;
				return say(actor, sound, { title, audience: audience(), playlist });
			}
		});
	for (const track of tracks) addListeners(script, track);
}

function addListeners(script: Script, { sound, heard, said, thanked }: Track): void {
	const day = (days: number) => script.calendar.monday.add({ days });
	for (const { by, day: days, to } of heard)
		script.add({
			by,
			day: day(days),
			after: [sound],
			work: async (actor) => {
				const track = script.thing(sound).id;
				await hear(actor, track, to ? await secondOf(actor, track, to) : undefined);
			}
		});
	for (const { key, by, day: days, at, replyTo, text } of said)
		script.add({
			by,
			day: day(days),
			makes: key,
			after: [sound, replyTo],
			work: async (actor) => {
				const about = replyTo ? script.thing(replyTo) : await momentOf(script, actor, sound, at);
				const { id } = await postComment(actor, { about, markdown: text });
				return { kind: 'comment', id };
			}
		});
	for (const { by, day: days, at } of thanked)
		script.add({
			by,
			day: day(days),
			after: [sound],
			work: async (actor) => {
				await giveThanks(actor, { about: await momentOf(script, actor, sound, at) });
			}
		});
}

/** Kofi's training as he reads it: what he read of the first version stays as it was, and is stale where the second differs. */
function addReading(script: Script): void {
	const { monday } = script.calendar;
	for (const [i, { key, passage, again }] of readAloud.entries())
		script.add({
			by: 'kofi',
			day: monday.subtract({ days: again ? 16 : 20 }),
			makes: key,
			after: [again ? 'inbox is out' : 'series is out', readAloud[i - 1]?.key],
			work: async (actor) => {
				const document = script.thing('inbox').id;
				const { blocks } = await getSpoken(actor, { document });
				const { id: block, words } = blocks.find((one) => one.words.includes(passage))!;
				const { track } = await beginSpoken(actor, { document, block });
				await sayAgain(actor, key, { track, reads: words });
				return { kind: 'track', id: track };
			}
		});
}

function addSaid(script: Script): void {
	const { by, on, day, sound, title, text } = saidInComment;
	script.add({
		by,
		day: script.calendar.monday.add({ days: day }),
		after: [on],
		work: async (actor) => {
			const { id } = await say(actor, sound, { title, said: true });
			const markdown = `${text}\n\n${soundLine({ id, title })}`;
			await postComment(actor, { about: script.thing(on), markdown });
		}
	});
}

async function momentOf(script: Script, actor: Actor, sound: string, words?: string) {
	const track = script.thing(sound);
	if (!words) return track;
	const second = await secondOf(actor, track.id, words);
	return { ...track, block: placeOf({ take: 1, second }) };
}

/** The second at which some words of a track begin, as far as it is written down. */
async function secondOf(actor: Actor, track: string, words: string): Promise<number> {
	const { transcript } = await getTranscript(actor, { track });
	const cue = transcript?.cues.find(({ text }) => text.includes(words));
	if (!cue?.from) throw new Error(`Nobody says “${words}” there`);
	return cue.from;
}
