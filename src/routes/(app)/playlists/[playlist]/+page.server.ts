import { redirect } from '@sveltejs/kit';
import {
	answerCall,
	closeCall,
	concludeCall,
	declineCall,
	inviteToCall,
	markAnswer,
	reopenCall,
	unmarkAnswer
} from '#modules/audio/server/calls.ts';
import { dropMeeting, meetAbout } from '#modules/audio/server/call-meetings.ts';
import {
	changePlaylist,
	getPlaylist,
	addTrack,
	orderTracks,
	outlinePlaylist,
	removeTrack,
	restorePlaylist,
	withdrawPlaylist
} from '#modules/audio/server/playlists.ts';
import { widenTrack } from '#modules/audio/server/tracks.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { personNamed } from '#modules/people/server/named.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { tagsOf } from '#modules/audio/words.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { audienceIn, wideningIn, heardAgainIn } from '#routes/audience.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { params }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const list = await getPlaylist(actor, params);
		const circles = list.may.change ? (await listCircles(actor, { mine: true })).items : [];
		const mine = list.call?.mine;
		const asks = mine?.invited && !mine.answered && !mine.declined;
		const { items: people } = asks ? await listPeople(actor, {}) : { items: [] };
		return { list, circles, people };
	})
);

export const actions = {
	change: action(async (actor, form, { params }: RequestEvent) => {
		await changePlaylist(actor, {
			...params,
			title: form.text('title'),
			about: form.text('about'),
			tags: tagsOf(form.text('tags')),
			...(await wideningIn(actor, form))
		});
		return { done: 'changed' as const };
	}),
	add: action(async (actor, form, { params }: RequestEvent) => {
		const { tracks } = await outlinePlaylist(actor, {
			...params,
			titles: [form.text('line')],
			audience: (await audienceIn(actor, form)) || undefined
		});
		if (form.text('then') === 'stay') return;
		redirect(303, `/tracks/${tracks[0]}/record?in=${params.playlist}`);
	}),
	move: action(async (actor, form, { params }: RequestEvent) => {
		const { tracks } = await getPlaylist(actor, params);
		const ids = tracks.map(({ id }) => id);
		const from = ids.indexOf(form.text('track'));
		const to = from + (form.text('way') === 'up' ? -1 : 1);
		if (from < 0 || to < 0 || to >= ids.length) return;
		ids.splice(to, 0, ...ids.splice(from, 1));
		await orderTracks(actor, { ...params, tracks: ids });
	}),
	remove: action(async (actor, form, { params }: RequestEvent) => {
		const track = form.text('track');
		await removeTrack(actor, { ...params, track });
		return { done: 'removed' as const, track };
	}),
	putBack: action(async (actor, form, { params }: RequestEvent) => {
		await addTrack(actor, { ...params, track: form.text('track') });
	}),
	answer: action(async (actor, _form, { params }: RequestEvent) => {
		const { track } = await answerCall(actor, params);
		redirect(303, `/tracks/${track}/record?in=${params.playlist}`);
	}),
	decline: action(async (actor, form, { params }: RequestEvent) => {
		const name = form.text('instead');
		const instead = name ? await personNamed(actor, 'instead', name) : undefined;
		await declineCall(actor, { ...params, words: form.text('words'), instead });
	}),
	letHear: action(async (actor, form, { params }: RequestEvent) => {
		const { tracks, call } = await getPlaylist(actor, params);
		const own = tracks.find(({ voice, take }) => voice.id === actor.id && take);
		const people = call?.mine.unheard.map(({ id }) => id);
		if (own && people) await widenTrack(actor, { track: own.id, people, ...heardAgainIn(form) });
	}),
	invite: action(async (actor, form, { params }: RequestEvent) => {
		await inviteToCall(actor, { ...params, person: form.text('person') });
	}),
	meet: action(async (actor, form, { params }: RequestEvent) => {
		await meetAbout(actor, {
			...params,
			...{ day: form.text('day'), time: form.text('time'), place: form.text('place') }
		});
	}),
	dropMeeting: action(async (actor, _form, { params }: RequestEvent) => {
		await dropMeeting(actor, params);
	}),
	close: action(async (actor, _form, { params }: RequestEvent) => {
		await closeCall(actor, params);
	}),
	reopen: action(async (actor, _form, { params }: RequestEvent) => {
		await reopenCall(actor, params);
	}),
	mark: action(async (actor, form, { params }: RequestEvent) => {
		await markAnswer(actor, { ...params, track: form.text('track') });
	}),
	unmark: action(async (actor, form, { params }: RequestEvent) => {
		await unmarkAnswer(actor, { ...params, track: form.text('track') });
	}),
	conclude: action(async (actor, form, { params }: RequestEvent) => {
		await concludeCall(actor, { ...params, words: form.text('words') });
	}),
	withdraw: action(async (actor, _form, { params }: RequestEvent) => {
		await withdrawPlaylist(actor, params);
	}),
	restore: action(async (actor, _form, { params }: RequestEvent) => {
		await restorePlaylist(actor, params);
	})
};
