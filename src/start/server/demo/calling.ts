import { meetAbout } from '#modules/audio/server/call-meetings.ts';
import {
	answerCall,
	concludeCall,
	createCall,
	declineCall,
	markAnswer
} from '#modules/audio/server/calls.ts';
import { changePlaylist } from '#modules/audio/server/playlists.ts';
import type { Script } from './script.ts';
import { hear, sayAgain } from './sounds.ts';
import { calls, type Call } from './story/voices.ts';

/** Adds questions that are answered aloud, and what came of the one that is over. */
export function addCalls(script: Script): void {
	for (const call of calls) addCall(script, call);
}

function addCall(script: Script, call: Call): void {
	const { key, by, closes, question, about, meeting, outcome } = call;
	const day = (days: number) => script.calendar.monday.add({ days });
	const playlist = () => script.thing(key).id;
	script.add({
		by,
		day: day(call.day),
		makes: key,
		work: async (actor) => {
			const { playlist: id } = await createCall(actor, {
				...{ question, audience: 'everyone', closes: day(closes).toString(), minutes: 2 },
				people: call.asked.map((who) => script.player(who).actor.id)
			});
			await changePlaylist(actor, { playlist: id, about });
			if (meeting) {
				const { time, place } = meeting;
				await meetAbout(actor, { playlist: id, day: day(meeting.day).toString(), time, place });
			}
			return { kind: 'playlist', id };
		}
	});
	for (const { by: who, day: days, sound, marked } of call.answers) {
		script.add({
			by: who,
			day: day(days),
			makes: sound,
			after: [key],
			work: async (actor) => {
				const { track } = await answerCall(actor, { playlist: playlist() });
				return sayAgain(actor, sound, { track });
			}
		});
		if (marked)
			script.add({
				by,
				day: day(days + 1),
				after: [sound],
				work: async (actor) => {
					await markAnswer(actor, { playlist: playlist(), track: script.thing(sound).id });
				}
			});
	}
	for (const { by: who, day: days, words } of call.declined)
		script.add({
			by: who,
			day: day(days),
			after: [key],
			work: async (actor) => void (await declineCall(actor, { playlist: playlist(), words }))
		});
	for (const listener of call.heardBy)
		script.add({
			by: listener,
			day: day(closes + 1),
			after: call.answers.map(({ sound }) => sound),
			work: async (actor) => {
				for (const { sound } of call.answers) await hear(actor, script.thing(sound).id);
			}
		});
	if (outcome)
		script.add({
			by,
			day: day(outcome.day),
			after: [key],
			work: async (actor) => {
				await concludeCall(actor, { playlist: playlist(), words: outcome.words });
			}
		});
}
