/** What an archive may hold of a place, beside all of it. */
export type Part = 'series' | 'library';

/**
 * What no archive holds, and why. Every other table is archived: one that is added later comes along without a word
 * here, and whoever does not want that says so in one of these lists.
 */
export const leftOut: Record<string, string> = {
	address_change: 'opens doors: it holds the hash of a token',
	attempt: 'counts tries at signing in, for a quarter of an hour',
	comment_letter: 'names letters, which stay where they came in',
	digest_round: 'is planned anew for everybody',
	directory: 'opens doors: it holds the hash of a token',
	draft_update: 'is what was typed live; before an archive is written it is folded into the draft',
	draft_recording: 'is what somebody is saying at this moment, on the way to a track',
	feed: 'opens doors: it holds the hash of a token',
	feed_reading: 'belongs to a feed',
	feed_episode: 'belongs to a feed',
	idempotency: 'keeps answers for programs that ask twice',
	invitation: 'opens doors: it holds the hash of a token',
	invitation_acceptance: 'belongs to an invitation',
	invitation_revocation: 'belongs to an invitation',
	letter: 'is a letter',
	letter_decline: 'belongs to a letter',
	letter_sending: 'belongs to a letter',
	machine_sound: 'is made anew from the texts',
	original_coming: 'is what somebody is sending at this moment',
	recording_making: 'is what this machine is doing at this moment',
	search_document: 'is made anew from the texts',
	search_word: 'is made anew from the texts',
	setup_link: 'opens doors: it holds the hash of a token',
	share_link: 'opens doors: it holds the hash of a token',
	share_link_track: 'belongs to a link',
	token: 'opens doors: it holds the hash of a token',
	transcript_failure: 'belongs to a wish',
	transcript_wish: 'is what a machine here is doing at this moment'
};

/** What stays behind beside, when a series or the library goes to another place. */
const leftOutOfParts: Record<string, string> = {
	ask: 'is asked anew, for what is still to come',
	ask_done: 'belongs to an ask',
	bringing_back: 'is between stewards and an author',
	call: 'belongs to a playlist',
	call_answer: 'belongs to a playlist',
	call_closing: 'belongs to a playlist',
	call_decline: 'belongs to a playlist',
	call_invitation: 'belongs to a playlist',
	call_mark: 'belongs to a playlist',
	call_meeting: 'belongs to a playlist',
	call_outcome: 'belongs to a playlist',
	call_suggestion: 'belongs to a playlist',
	circle_request: 'is between somebody and a circle',
	departure: 'is about a person, not about the series',
	directory_person: 'is about a person, not about the series',
	erasure: 'is about a person, not about the series',
	file_audience: 'shows faces, and files beside documents',
	leave: 'is about a person, not about the series',
	letter_stop: 'is about a person, not about the series',
	listening: 'is where somebody is in what they hear here',
	listening_speed: 'is how somebody listens here',
	machine_transcript: 'belongs to a track',
	mention_block: 'is about a person, not about the series',
	notice: 'was told to people here',
	notice_reading: 'was told to people here',
	occasion: 'is a day of the place, not of the series',
	occasion_withdrawal: 'belongs to an occasion',
	original: 'belongs to a track',
	place: 'is the place itself',
	playlist: 'holds tracks, which stay with their voices',
	playlist_track: 'belongs to a playlist',
	playlist_withdrawal: 'belongs to a playlist',
	preferred_form: 'is how somebody reads here',
	reading_place: 'is where somebody stopped reading here',
	recording: 'belongs to a track',
	recording_refusal: 'belongs to a recording',
	reminder: 'is what somebody wants to be reminded of here',
	report: 'is between somebody and the stewards',
	report_author: 'belongs to a report',
	report_closure: 'belongs to a report',
	retake: 'belongs to a track',
	said: 'belongs to a track',
	said_place: 'belongs to a track',
	question: 'was asked in a circle here',
	question_box: 'was asked in a circle here',
	question_withdrawal: 'belongs to a question',
	setting_aside: 'is between stewards and an author',
	setting_aside_author: 'is between stewards and an author',
	skill: 'is about a person, not about the series',
	snooze: 'belongs to an ask',
	spoken_block: 'belongs to a track',
	spoken_words: 'belongs to a track',
	stewardship: 'is about the place',
	survey: 'was answered to whoever asked here, as was promised',
	survey_answer: 'belongs to a survey',
	survey_bundle: 'belongs to a survey',
	survey_closing: 'belongs to a survey',
	survey_consent: 'belongs to a survey',
	survey_part: 'belongs to a survey',
	survey_question: 'belongs to a survey',
	survey_response: 'belongs to a survey',
	take: 'belongs to a track',
	take_chapter: 'belongs to a track',
	track: 'stays with its voice',
	track_withdrawal: 'belongs to a track',
	training_meeting: 'is an hour at which people here meet',
	training_meeting_withdrawal: 'is about an hour at which people here were to meet',
	transcript: 'belongs to a track',
	transcript_correction: 'belongs to a track',
	visit: 'is when somebody looked at something here'
};

/** What stays behind beside, of a series and of the library. */
export const leftOutOf: Record<Part, Record<string, string>> = {
	series: {
		...leftOutOfParts,
		first_page: 'belongs to the library',
		page: 'belongs to the library',
		page_publication: 'belongs to the library',
		page_source: 'belongs to the library',
		page_source_answer: 'belongs to the library',
		page_source_joining: 'belongs to the library',
		shelf: 'belongs to the library',
		series_origin: 'names another series'
	},
	library: {
		...leftOutOfParts,
		check_off: 'belongs to a training',
		contribution: 'belongs to a series',
		early_start: 'belongs to a training',
		first_page: 'is for newcomers here',
		first_request: 'belongs to a training',
		own_pace: 'belongs to a series',
		page_source: 'names a submission',
		page_source_answer: 'names a submission',
		page_source_joining: 'names a submission',
		retrospective: 'belongs to a series',
		series: 'is no page',
		series_cancellation: 'belongs to a series',
		series_feedback: 'belongs to a series',
		series_origin: 'belongs to a series',
		series_owner: 'belongs to a series',
		series_publication: 'belongs to a series',
		sharing: 'belongs to a submission',
		submission: 'belongs to a training',
		training: 'belongs to a series',
		training_trainer: 'belongs to a training'
	}
};

/** Columns that no archive holds: the editor's own log of a draft, whose content says the same. */
export const hiddenColumns: Record<string, string[]> = { draft: ['state'] };

/** As little as a part of a place needs of a person and of a circle. */
export const columnsOfParts: Record<string, string[]> = {
	person: ['id', 'name', 'zone'],
	circle: ['id', 'name', 'created_by', 'at']
};

/** What the library says of trainings, which stay behind. */
export const hiddenOfLibrary: Record<string, string[]> = {
	adoption: ['training_id'],
	page: ['training_id'],
	same_here: ['training_id']
};

/** What many things name: from one of these a part leads on to nothing but what is said here. */
export const commonGround: Record<string, string[]> = {
	person: [],
	file: [],
	audience: ['audience_person', 'audience_circle', 'circle'],
	circle: ['circle_member']
};
