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
	idempotency: 'keeps answers for programs that ask twice',
	invitation: 'opens doors: it holds the hash of a token',
	invitation_acceptance: 'belongs to an invitation',
	invitation_revocation: 'belongs to an invitation',
	letter: 'is a letter',
	letter_decline: 'belongs to a letter',
	letter_sending: 'belongs to a letter',
	search_document: 'is made anew from the texts',
	search_word: 'is made anew from the texts',
	setup_link: 'opens doors: it holds the hash of a token',
	token: 'opens doors: it holds the hash of a token'
};

/** What stays behind beside, when a series goes to another place. */
export const leftOutOfSeries: Record<string, string> = {
	ask: 'is asked anew, for what is still to come',
	ask_done: 'belongs to an ask',
	bringing_back: 'is between stewards and an author',
	circle_request: 'is between somebody and a circle',
	departure: 'is about a person, not about the series',
	directory_person: 'is about a person, not about the series',
	erasure: 'is about a person, not about the series',
	file_audience: 'shows faces, and files beside documents',
	first_page: 'belongs to the library',
	leave: 'is about a person, not about the series',
	letter_stop: 'is about a person, not about the series',
	mention_block: 'is about a person, not about the series',
	notice: 'was told to people here',
	notice_reading: 'was told to people here',
	occasion: 'is a day of the place, not of the series',
	occasion_withdrawal: 'belongs to an occasion',
	page: 'belongs to the library',
	page_publication: 'belongs to the library',
	page_source: 'belongs to the library',
	page_source_answer: 'belongs to the library',
	page_source_joining: 'belongs to the library',
	place: 'is the place itself',
	reading_place: 'is where somebody stopped reading here',
	reminder: 'is what somebody wants to be reminded of here',
	report: 'is between somebody and the stewards',
	report_author: 'belongs to a report',
	report_closure: 'belongs to a report',
	series_origin: 'names another series',
	setting_aside: 'is between stewards and an author',
	setting_aside_author: 'is between stewards and an author',
	shelf: 'belongs to the library',
	skill: 'is about a person, not about the series',
	snooze: 'belongs to an ask',
	stewardship: 'is about the place',
	survey: 'was answered to whoever asked here, as was promised',
	survey_answer: 'belongs to a survey',
	survey_bundle: 'belongs to a survey',
	survey_closing: 'belongs to a survey',
	survey_consent: 'belongs to a survey',
	survey_part: 'belongs to a survey',
	survey_question: 'belongs to a survey',
	survey_response: 'belongs to a survey',
	visit: 'is when somebody looked at something here'
};

/** Columns that no archive holds: the editor's own log of a draft, whose content says the same. */
export const hiddenColumns: Record<string, string[]> = { draft: ['state'] };

/** As little as a series needs of a person and of a circle. */
export const partsOfSeries: Record<string, string[]> = {
	person: ['id', 'name', 'zone'],
	circle: ['id', 'name', 'created_by', 'at']
};

/** What many things name: from one of these a series leads on to nothing but what is said here. */
export const commonGround: Record<string, string[]> = {
	person: [],
	file: [],
	audience: ['audience_person', 'audience_circle', 'circle'],
	circle: ['circle_member']
};
