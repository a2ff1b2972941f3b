import type { Module } from '#platform/server/module.ts';
import { askInvited, endCalls, tellOfAnswers } from './asking.ts';
import {
	answerCall,
	closeCall,
	concludeCall,
	createCall,
	declineCall,
	inviteToCall,
	listOthers,
	markAnswer,
	reopenCall,
	unmarkAnswer,
	usualAnswers
} from './calls.ts';
import { putChapters } from './chapters.ts';
import { calendarOfMeeting, dropMeeting, meetAbout } from './call-meetings.ts';
import {
	acceptWords,
	dismissWords,
	listSuggestions,
	suggestWords,
	tellOfSuggestions
} from './corrections.ts';
import { beginRecording, discardRecording, getRecording, listRecordings } from './drafts.ts';
import { createFeed, listFeeds, revokeFeed } from './feeds.ts';
import { hearersAbout, hearersOfTrack } from './hearers.ts';
import { leaving } from './leaving.ts';
import { createLink, forgetLinks, listLinks, revokeLink } from './links.ts';
import { listUnheard, setPosition, setSpeed } from './listening.ts';
import { forgetMachineSounds, getWords } from './machine-voice.ts';
import { askTranscript } from './machine-words.ts';
import { keepOriginal, recordingForms } from './originals.ts';
import {
	addTrack,
	changePlaylist,
	createPlaylist,
	getPlaylist,
	listPlaylists,
	listTags,
	orderTracks,
	outlinePlaylist,
	removeTrack,
	restorePlaylist,
	withdrawPlaylist
} from './playlists.ts';
import { receiveWaiting } from './receiving.ts';
import { askRetake, endRetake, listRetakes, retakesOf } from './retakes.ts';
import { askVoices, letHear, listNarrow } from './said-narrowly.ts';
import { hearWhatIsSaid, listSaid, sayIntoDraft } from './said.ts';
import { beginSpoken, getSpoken, listSpoken, promptSpoken } from './spoken.ts';
import { playlistSubject, trackSubject, transcriptSubject } from './subjects.ts';
import { bringBackTake, listTakes } from './takes.ts';
import { listsWith, listTracks } from './track-list.ts';
import { getTranscript, putTranscript } from './transcripts.ts';
import { listUnheardTexts } from './unheard-texts.ts';
import {
	createTrack,
	getTrack,
	renameTrack,
	replaceTrack,
	restoreTrack,
	widenTrack,
	withdrawTrack
} from './tracks.ts';

export const audio: Module = {
	name: 'audio',
	doors: [
		...[
			createTrack,
			replaceTrack,
			getTrack,
			hearersOfTrack,
			hearersAbout,
			sayIntoDraft,
			listSaid,
			listNarrow,
			letHear,
			renameTrack,
			widenTrack,
			withdrawTrack,
			restoreTrack
		],
		...[listTracks, listsWith, listTakes, bringBackTake, recordingForms, keepOriginal],
		...[createPlaylist, changePlaylist, getPlaylist, listPlaylists, addTrack, removeTrack],
		...[outlinePlaylist, orderTracks, withdrawPlaylist, restorePlaylist],
		...[
			createCall,
			answerCall,
			declineCall,
			closeCall,
			reopenCall,
			markAnswer,
			unmarkAnswer,
			concludeCall
		],
		...[inviteToCall, meetAbout, dropMeeting, calendarOfMeeting, listTags],
		...[listOthers, usualAnswers, beginRecording, listRecordings, getRecording, discardRecording],
		...[putTranscript, getTranscript, askTranscript, putChapters],
		...[suggestWords, listSuggestions, acceptWords, dismissWords],
		...[getSpoken, listSpoken, beginSpoken, promptSpoken, getWords],
		...[setPosition, setSpeed, listUnheard, listUnheardTexts, createFeed, listFeeds, revokeFeed],
		...[createLink, listLinks, revokeLink, askRetake, endRetake, listRetakes, retakesOf]
	],
	subjects: [trackSubject, playlistSubject, transcriptSubject],
	within: [hearWhatIsSaid, askVoices],
	after: [askInvited, tellOfAnswers, tellOfSuggestions],
	sweeps: [
		{ name: 'recordings', run: receiveWaiting },
		{ name: 'questions', run: endCalls },
		{ name: 'machine sounds', run: forgetMachineSounds },
		{ name: 'links', run: forgetLinks }
	],
	leaving
};
