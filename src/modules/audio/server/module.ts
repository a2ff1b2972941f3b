import type { Module } from '#platform/server/module.ts';
import type { SubjectKind } from '#platform/server/subjects.ts';
import { askInvited, endCalls, tellOfAnswers } from './asking.ts';
import {
	answerCall,
	closeCall,
	concludeCall,
	createCall,
	declineCall,
	listOthers,
	markAnswer,
	unmarkAnswer
} from './calls.ts';
import { beginRecording, discardRecording, getRecording, listRecordings } from './drafts.ts';
import { createFeed, listFeeds, revokeFeed } from './feeds.ts';
import { leaving } from './leaving.ts';
import { listUnheard, setPosition, setSpeed } from './listening.ts';
import {
	addTrack,
	changePlaylist,
	createPlaylist,
	getPlaylist,
	listPlaylists,
	orderTracks,
	outlinePlaylist,
	removeTrack,
	restorePlaylist,
	withdrawPlaylist
} from './playlists.ts';
import { receiveWaiting } from './receiving.ts';
import { getTranscript, putTranscript } from './transcripts.ts';
import {
	createTrack,
	getTrack,
	hearersOfTrack,
	renameTrack,
	replaceTrack,
	restoreTrack,
	widenTrack,
	withdrawTrack
} from './tracks.ts';

const trackSubject: SubjectKind = {
	kind: 'track',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('track')
			.leftJoin('track_withdrawal as gone', 'gone.track_id', 'track.id')
			.innerJoin('take', (join) =>
				join
					.onRef('take.track_id', '=', 'track.id')
					.on(({ not, exists, selectFrom }) =>
						not(
							exists(
								selectFrom('take as later')
									.whereRef('later.track_id', '=', 'track.id')
									.whereRef('later.number', '>', 'take.number')
							)
						)
					)
			)
			.leftJoin('transcript', 'transcript.take_id', 'take.id')
			.select(['track.id', 'title', 'voice_id', 'audience_id', 'track.at', 'transcript.words'])
			.where('track.id', 'in', ids)
			.where('gone.at', 'is', null)
			.execute();
		return rows.map(({ id, title, voice_id, audience_id: audience, at, words }) => ({
			...{ kind: 'track', id, title, url: `/tracks/${id}`, audience, at },
			authors: [voice_id],
			text: words ? `${title}\n${words}` : title
		}));
	}
};

const playlistSubject: SubjectKind = {
	kind: 'playlist',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('playlist')
			.leftJoin('playlist_withdrawal as gone', 'gone.playlist_id', 'playlist.id')
			.select(['playlist.id', 'title', 'about', 'owner_id', 'audience_id', 'playlist.at'])
			.where('playlist.id', 'in', ids)
			.where('gone.at', 'is', null)
			.execute();
		return rows.map(({ id, title, about, owner_id, audience_id: audience, at }) => ({
			...{ kind: 'playlist', id, title, url: `/playlists/${id}`, audience, at },
			authors: [owner_id],
			text: `${title}\n${about}`
		}));
	}
};

export const audio: Module = {
	name: 'audio',
	doors: [
		...[
			createTrack,
			replaceTrack,
			getTrack,
			hearersOfTrack,
			renameTrack,
			widenTrack,
			withdrawTrack,
			restoreTrack
		],
		...[createPlaylist, changePlaylist, getPlaylist, listPlaylists, addTrack, removeTrack],
		...[outlinePlaylist, orderTracks, withdrawPlaylist, restorePlaylist],
		...[createCall, answerCall, declineCall, closeCall, markAnswer, unmarkAnswer, concludeCall],
		...[listOthers, beginRecording, listRecordings, getRecording, discardRecording],
		...[putTranscript, getTranscript],
		...[setPosition, setSpeed, listUnheard, createFeed, listFeeds, revokeFeed]
	],
	subjects: [trackSubject, playlistSubject],
	after: [askInvited, tellOfAnswers],
	sweeps: [
		{ name: 'recordings', run: receiveWaiting },
		{ name: 'questions', run: endCalls }
	],
	leaving
};
