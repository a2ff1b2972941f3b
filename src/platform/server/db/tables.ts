// Made by npm run tables from the migrations.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** jsonb: read as what it holds, written as JSON text. */
export type Json = ColumnType<unknown, string, string>;

export interface AddressChange {
	person_id: string;
	email: string;
	token_hash: string;
	at: string;
	expires_at: string;
}

export interface Adoption {
	id: string;
	person_id: string;
	kind: string;
	document_id: string;
	training_id: string | null;
	version: number;
	blocks: string[];
	words: string;
	why: Generated<string>;
	how: Generated<string>;
	shown: boolean;
	audience_id: string;
	ask_on: string;
	due_at: string;
	at: string;
}

export interface AdoptionEnd {
	adoption_id: string;
	at: string;
}

export interface Ask {
	id: string;
	person_id: string;
	kind: string;
	subject_id: string;
	level: string;
	minutes: number;
	opens_at: string;
	until_at: string | null;
	offered_at: string | null;
}

export interface AskDone {
	ask_id: string;
	person_id: string;
	at: string;
}

export interface Attempt {
	subject: string;
	at: string;
}

export interface Audience {
	id: string;
	kind: string;
	same_as: string | null;
}

export interface AudienceCircle {
	audience_id: string;
	circle_id: string;
}

export interface AudiencePerson {
	audience_id: string;
	person_id: string;
}

export interface BringingBack {
	aside_id: string;
	by_id: string;
	at: string;
}

export interface Call {
	playlist_id: string;
	question: string;
	closes: string;
	due_at: string;
	minutes: number;
	answers: string;
	at: string;
}

export interface CallAnswer {
	playlist_id: string;
	track_id: string;
}

export interface CallClosing {
	playlist_id: string;
	at: string;
}

export interface CallDecline {
	playlist_id: string;
	person_id: string;
	words: Generated<string>;
	at: string;
}

export interface CallInvitation {
	playlist_id: string;
	person_id: string;
	by_id: string;
	at: string;
}

export interface CallMark {
	playlist_id: string;
	track_id: string;
	by_id: string;
	at: string;
}

export interface CallMeeting {
	playlist_id: string;
	starts_at: string;
	minutes: number;
	place: Generated<string>;
	at: string;
}

export interface CallOutcome {
	playlist_id: string;
	words: string;
	by_id: string;
	at: string;
}

export interface CallSuggestion {
	playlist_id: string;
	person_id: string;
	by_id: string;
	at: string;
}

export interface CheckOff {
	training_id: string;
	person_id: string;
	version: number;
	audience_id: string;
	at: string;
}

export interface Circle {
	id: string;
	name: string;
	about: Generated<string>;
	joining: string;
	created_by: string;
	at: string;
	at_most: number | null;
}

export interface CircleMember {
	circle_id: string;
	person_id: string;
	since: string;
}

export interface CircleRequest {
	circle_id: string;
	person_id: string;
	at: string;
}

export interface Comment {
	id: string;
	kind: string;
	subject_id: string;
	block_id: Generated<string>;
	reply_to: string | null;
	author_id: string;
	markdown: string;
	html: string;
	audience_id: string;
	at: string;
}

export interface CommentEdit {
	comment_id: string;
	at: string;
}

export interface CommentLetter {
	person_id: string;
	message_id: string;
	comment_id: string;
}

export interface CommentWithdrawal {
	comment_id: string;
	at: string;
}

export interface Contribution {
	training_id: string;
	person_id: string;
	what: string;
	subject_id: string;
	at: string;
}

export interface Departure {
	person_id: string;
	at: string;
	by_id: string | null;
}

export interface DigestRound {
	person_id: string;
	next_at: string;
}

export interface Directory {
	only_one: Generated<boolean>;
	token_hash: string;
	heir_id: string;
	at: string;
	asked_at: string | null;
}

export interface DirectoryPerson {
	person_id: string;
	user_name: string;
	external_id: string | null;
	display_name: string | null;
	given_name: string | null;
	family_name: string | null;
	manager_id: string | null;
	deleted_at: string | null;
	at: string;
}

export interface Document {
	id: string;
	kind: string;
	title: string;
	audience_id: string;
	created_by: string;
	at: string;
}

export interface DocumentAuthor {
	person_id: string;
	document_id: string;
}

export interface DocumentFile {
	document_id: string;
	file_id: string;
	by_id: string;
	at: string;
}

export interface DocumentWithdrawal {
	document_id: string;
	by_id: string;
	at: string;
}

export interface DocumentWriter {
	document_id: string;
	person_id: string;
	since: string;
}

export interface Draft {
	document_id: string;
	content: Json;
	credit: Json;
	lost: ColumnType<unknown, string | undefined, string>;
	state: Uint8Array | null;
	at: string;
}

export interface DraftRecording {
	id: string;
	person_id: string;
	page: string;
	at: string;
}

export interface DraftUpdate {
	id: GeneratedAlways<number>;
	document_id: string;
	person_id: string;
	bytes: Uint8Array;
	at: string;
}

export interface EarlyStart {
	training_id: string;
	person_id: string;
	at: string;
}

export interface Erasure {
	person_id: string;
	at: string;
}

export interface Event {
	id: string;
	at: string;
	actor_id: string | null;
	verb: string;
	kind: string;
	subject_id: string;
	audience_id: string;
	data: ColumnType<unknown, string | undefined, string>;
}

export interface Feed {
	id: string;
	person_id: string;
	token_hash: string;
	label: string;
	playlist_id: string | null;
	at: string;
	series_id: string | null;
}

export interface FeedEpisode {
	id: string;
	feed_id: string;
	number: number;
	document_id: string;
	takes: string[];
	whole: boolean;
	at: string;
}

export interface FeedReading {
	feed_id: string;
	agent: string;
	at: string;
}

export interface File {
	id: string;
	owner_id: string;
	name: string;
	type: string;
	bytes: number;
	width: number | null;
	height: number | null;
	variants: ColumnType<unknown, string | undefined, string>;
	at: string;
}

export interface FileAudience {
	file_id: string;
	audience_id: string;
}

export interface FirstPage {
	page_id: string;
	by_id: string;
	at: string;
}

export interface FirstRequest {
	training_id: string;
	person_id: string;
	by_id: string;
	at: string;
}

export interface Follow {
	person_id: string;
	kind: string;
	subject_id: string;
	rhythm: string;
	at: string;
}

export interface FollowUpAnswer {
	adoption_id: string;
	outcome: string;
	note: Generated<string>;
	at: string;
}

export interface Idempotency {
	person_id: string;
	key: string;
	request: string;
	status: number;
	answer: Json;
	at: string;
}

export interface Invitation {
	id: string;
	token_hash: string;
	email: string | null;
	name: Generated<string>;
	by_id: string;
	at: string;
	expires_at: string;
}

export interface InvitationAcceptance {
	invitation_id: string;
	person_id: string;
	at: string;
}

export interface InvitationRevocation {
	invitation_id: string;
	by_id: string;
	at: string;
}

export interface Leave {
	id: string;
	person_id: string;
	first_day: string;
	last_day: string;
}

export interface Letter {
	id: string;
	key: string;
	person_id: string | null;
	kind: string;
	address: string;
	data: Json;
	due_at: string;
	subject: string | null;
	text: string | null;
	html: string | null;
	headers: ColumnType<unknown, string | undefined, string>;
	message_id: string;
	rendered_at: string | null;
	attempts: Generated<number>;
}

export interface LetterDecline {
	letter_id: string;
	reason: string;
	at: string;
}

export interface LetterSending {
	letter_id: string;
	at: string;
}

export interface LetterStop {
	person_id: string;
	kind: string;
	at: string;
}

export interface Listening {
	person_id: string;
	track_id: string;
	take: number;
	seconds: number;
	heard_at: string | null;
	at: string;
}

export interface ListeningSpeed {
	person_id: string;
	voice_id: string;
	speed: number;
	at: string;
}

export interface MachineSound {
	id: string;
	document_id: string;
	bytes: number;
	at: string;
}

export interface MachineTranscript {
	take_id: string;
	at: string;
}

export interface Mention {
	comment_id: string;
	person_id: string;
}

export interface MentionBlock {
	person_id: string;
	other_id: string;
	at: string;
}

export interface Notice {
	id: string;
	person_id: string;
	event_id: string;
	reason: string;
	rhythm: string;
	at: string;
}

export interface NoticeReading {
	notice_id: string;
	person_id: string;
	at: string;
}

export interface Occasion {
	id: string;
	name: string;
	day: string;
	audience_id: string;
	by_id: string;
	at: string;
}

export interface OccasionWithdrawal {
	occasion_id: string;
	by_id: string;
	at: string;
}

export interface Original {
	file_id: string;
	original_id: string;
}

export interface OriginalComing {
	id: string;
	recording_id: string;
	name: string;
	bytes: number;
	at: string;
}

export interface OwnPace {
	series_id: string;
	person_id: string;
	days: number;
	at: string;
}

export interface Page {
	id: string;
	owner_id: string;
	shelf_id: string | null;
	training_id: string | null;
	audience_id: string;
	at: string;
}

export interface PagePublication {
	page_id: string;
	by_id: string;
	at: string;
}

export interface PageSource {
	page_id: string;
	submission_id: string;
	author_id: string;
	audience_id: string;
	asked_at: string;
}

export interface PageSourceAnswer {
	page_id: string;
	submission_id: string;
	audience_id: string;
	agreed: boolean;
	title: string | null;
	content: ColumnType<unknown, string | undefined, string>;
	credit: ColumnType<unknown, string | undefined, string>;
	at: string;
}

export interface PageSourceJoining {
	page_id: string;
	submission_id: string;
	by_id: string;
	at: string;
}

export interface Person {
	id: string;
	name: string;
	zone: string;
	locale: Generated<string>;
	week: Json;
	about: Generated<string>;
	face_id: string | null;
	joined_at: string;
	confirmed_at: string | null;
}

export interface Place {
	single: Generated<boolean>;
	name: string;
	weekly_asks: Generated<number>;
	set_up_at: string;
	demo_since: string | null;
	demo_ready_at: string | null;
	welcomer_id: string | null;
}

export interface Playlist {
	id: string;
	owner_id: string;
	title: string;
	about: Generated<string>;
	audience_id: string;
	at: string;
	tags: Generated<string[]>;
}

export interface PlaylistTrack {
	playlist_id: string;
	track_id: string;
	position: number;
	by_id: string;
	at: string;
}

export interface PlaylistWithdrawal {
	playlist_id: string;
	by_id: string;
	at: string;
}

export interface PreferredForm {
	person_id: string;
	form: string;
	at: string;
}

export interface PublishedFile {
	document_id: string;
	file_id: string;
	audience_id: string;
	at: string;
}

export interface Question {
	id: string;
	audience_id: string;
	author_id: string | null;
	words: string;
	at: string;
}

export interface QuestionBox {
	audience_id: string;
	words: string[];
	opens_at: string;
}

export interface QuestionWithdrawal {
	question_id: string;
	at: string;
}

export interface ReadingPlace {
	person_id: string;
	document_id: string;
	block_id: string;
	at: string;
}

export interface Recording {
	id: string;
	track_id: string;
	person_id: string;
	name: string;
	bytes: number;
	words: Generated<string>;
	at: string;
}

export interface RecordingMaking {
	recording_id: string;
	tries: Generated<number>;
	file_id: string | null;
	at: string;
}

export interface RecordingRefusal {
	recording_id: string;
	reason: string;
	at: string;
}

export interface Reminder {
	id: string;
	person_id: string;
	kind: string;
	subject_id: string;
	day: string | null;
	occasion_id: string | null;
	words: Generated<string>;
	at: string;
}

export interface Report {
	id: string;
	person_id: string;
	kind: string;
	subject_id: string;
	audience_id: string;
	title: string;
	quote: string;
	words: string;
	at: string;
}

export interface ReportAuthor {
	report_id: string;
	person_id: string;
}

export interface ReportClosure {
	report_id: string;
	aside_id: string | null;
	words: Generated<string>;
	by_id: string;
	at: string;
}

export interface Retake {
	comment_id: string;
	at: string;
}

export interface Retrospective {
	series_id: string;
	worked: string;
	change: string;
	by_id: string;
	audience_id: string;
	at: string;
}

export interface Said {
	track_id: string;
	meant_for: string | null;
	meant_audience_id: string | null;
}

export interface SaidPlace {
	track_id: string;
	place_id: string;
	document_id: string | null;
	comment_id: string | null;
	audience_id: string;
}

export interface SameHere {
	id: string;
	person_id: string;
	kind: string;
	document_id: string;
	training_id: string | null;
	blocks: string[];
	note: Generated<string>;
	audience_id: string;
	at: string;
}

export interface SearchDocument {
	kind: string;
	subject_id: string;
	audience_id: string;
	heading: string;
	words: string;
	at: string;
}

export interface SearchWord {
	word: string;
}

export interface Series {
	id: string;
	title: string;
	about: Generated<string>;
	audience_id: string;
	team_id: string;
	level: string;
	at_least: number | null;
	plan_id: string;
	created_by: string;
	at: string;
}

export interface SeriesCancellation {
	series_id: string;
	by_id: string;
	reason: Generated<string>;
	at: string;
}

export interface SeriesFeedback {
	id: string;
	series_id: string;
	person_id: string;
	words: string;
	may_quote: boolean;
	audience_id: string;
	at: string;
}

export interface SeriesOrigin {
	series_id: string;
	from_id: string;
	by_id: string;
	at: string;
}

export interface SeriesOwner {
	series_id: string;
	person_id: string;
}

export interface SeriesPublication {
	series_id: string;
	by_id: string;
	at: string;
}

export interface SettingAside {
	id: string;
	kind: string;
	subject_id: string;
	title: string;
	quote: string;
	words: string;
	by_id: string;
	withdrawn_at: string | null;
	at: string;
}

export interface SettingAsideAuthor {
	aside_id: string;
	person_id: string;
}

export interface SetupLink {
	token_hash: string;
	at: string;
}

export interface ShareLink {
	id: string;
	person_id: string;
	token_hash: string;
	track_id: string | null;
	playlist_id: string | null;
	closes: string;
	ends_at: string;
	heard_at: string | null;
	at: string;
}

export interface ShareLinkTrack {
	link_id: string;
	track_id: string;
}

export interface Sharing {
	submission_id: string;
	audience_id: string;
	late: boolean;
	at: string;
}

export interface Shelf {
	id: string;
	name: string;
	position: number;
	by_id: string;
	at: string;
}

export interface Skill {
	person_id: string;
	name: string;
	direction: string;
}

export interface Snooze {
	ask_id: string;
	person_id: string;
	until_at: string;
}

export interface SpokenBlock {
	track_id: string;
	document_id: string;
	block_id: string;
}

export interface SpokenWords {
	recording_id: string;
	words: string;
}

export interface Stewardship {
	person_id: string;
	since: string;
}

export interface Submission {
	id: string;
	training_id: string;
	author_id: string;
	at: string;
}

export interface Survey {
	id: string;
	asker_id: string;
	title: string;
	lead: Generated<string>;
	mode: string;
	kind: string | null;
	subject_id: string | null;
	audience_id: string;
	closes: string;
	due_at: string;
	minutes: number;
	at: string;
}

export interface SurveyAnswer {
	question_id: string;
	survey_id: string;
	person_id: string;
	words: Generated<string>;
	chosen: Generated<number[]>;
	at: string;
}

export interface SurveyBundle {
	question_id: string;
	survey_id: string;
	counts: number[];
	words: string[];
}

export interface SurveyClosing {
	survey_id: string;
	by_id: string | null;
	at: string;
}

export interface SurveyConsent {
	question_id: string;
	person_id: string;
	survey_id: string;
	audience_id: string;
	at: string;
}

export interface SurveyPart {
	survey_id: string;
	person_id: string;
}

export interface SurveyQuestion {
	id: string;
	survey_id: string;
	position: number;
	kind: string;
	text: string;
	options: Generated<string[]>;
}

export interface SurveyResponse {
	survey_id: string;
	words: string;
	at: string;
}

export interface Take {
	id: string;
	track_id: string;
	number: number;
	file_id: string;
	seconds: number;
	words: Generated<string>;
	at: string;
}

export interface TakeChapter {
	take_id: string;
	begins: number;
	title: string;
}

export interface Tally {
	kind: string;
	subject_id: string;
	block_id: Generated<string>;
	what: string;
	audience_id: string;
	amount: number;
}

export interface Thanks {
	person_id: string;
	kind: string;
	subject_id: string;
	block_id: Generated<string>;
	audience_id: string;
	at: string;
}

export interface ThreadClosure {
	comment_id: string;
	by_id: string;
	words: Generated<string>;
	at: string;
}

export interface Token {
	id: string;
	person_id: string;
	hash: string;
	label: string;
	at: string;
}

export interface Track {
	id: string;
	voice_id: string;
	title: string;
	audience_id: string;
	at: string;
}

export interface TrackWithdrawal {
	track_id: string;
	by_id: string;
	at: string;
}

export interface TrackWithinReach {
	track_id: string | null;
	said: boolean | null;
	read: boolean | null;
}

export interface Training {
	id: string;
	series_id: string;
	position: number;
	opens: string;
	closes: string;
	format: Generated<string>;
	minutes: number;
	audience_id: string;
}

export interface TrainingMeeting {
	id: string;
	training_id: string;
	format: string;
	starts_at: string;
	minutes: number;
	place: Generated<string>;
	at: string;
}

export interface TrainingMeetingWithdrawal {
	meeting_id: string;
	at: string;
}

export interface TrainingTrainer {
	training_id: string;
	person_id: string;
	role: Generated<string>;
}

export interface Transcript {
	take_id: string;
	by_id: string;
	cues: Json;
	words: string;
	at: string;
}

export interface TranscriptCorrection {
	id: string;
	take_id: string;
	by_id: string;
	place: number;
	was: string;
	words: string;
	at: string;
}

export interface TranscriptFailure {
	take_id: string;
	at: string;
}

export interface TranscriptWish {
	take_id: string;
	at: string;
}

export interface Variant {
	adoption_id: string;
	document_id: string;
	block_id: string;
	author_id: string;
	words: string;
	audience_id: string;
	at: string;
}

export interface Version {
	document_id: string;
	number: number;
	title: string;
	content: Json;
	credit: Json;
	html: string;
	markdown: string;
	blocks: Json;
	words: number;
	note: Generated<string>;
	material: boolean;
	by_id: string;
	audience_id: string;
	at: string;
}

export interface Visit {
	person_id: string;
	subject_id: string;
	at: string;
	before_at: string | null;
}

export interface Tables {
	address_change: AddressChange;
	adoption: Adoption;
	adoption_end: AdoptionEnd;
	ask: Ask;
	ask_done: AskDone;
	attempt: Attempt;
	audience: Audience;
	audience_circle: AudienceCircle;
	audience_person: AudiencePerson;
	bringing_back: BringingBack;
	call: Call;
	call_answer: CallAnswer;
	call_closing: CallClosing;
	call_decline: CallDecline;
	call_invitation: CallInvitation;
	call_mark: CallMark;
	call_meeting: CallMeeting;
	call_outcome: CallOutcome;
	call_suggestion: CallSuggestion;
	check_off: CheckOff;
	circle: Circle;
	circle_member: CircleMember;
	circle_request: CircleRequest;
	comment: Comment;
	comment_edit: CommentEdit;
	comment_letter: CommentLetter;
	comment_withdrawal: CommentWithdrawal;
	contribution: Contribution;
	departure: Departure;
	digest_round: DigestRound;
	directory: Directory;
	directory_person: DirectoryPerson;
	document: Document;
	document_author: DocumentAuthor;
	document_file: DocumentFile;
	document_withdrawal: DocumentWithdrawal;
	document_writer: DocumentWriter;
	draft: Draft;
	draft_recording: DraftRecording;
	draft_update: DraftUpdate;
	early_start: EarlyStart;
	erasure: Erasure;
	event: Event;
	feed: Feed;
	feed_episode: FeedEpisode;
	feed_reading: FeedReading;
	file: File;
	file_audience: FileAudience;
	first_page: FirstPage;
	first_request: FirstRequest;
	follow: Follow;
	follow_up_answer: FollowUpAnswer;
	idempotency: Idempotency;
	invitation: Invitation;
	invitation_acceptance: InvitationAcceptance;
	invitation_revocation: InvitationRevocation;
	leave: Leave;
	letter: Letter;
	letter_decline: LetterDecline;
	letter_sending: LetterSending;
	letter_stop: LetterStop;
	listening: Listening;
	listening_speed: ListeningSpeed;
	machine_sound: MachineSound;
	machine_transcript: MachineTranscript;
	mention: Mention;
	mention_block: MentionBlock;
	notice: Notice;
	notice_reading: NoticeReading;
	occasion: Occasion;
	occasion_withdrawal: OccasionWithdrawal;
	original: Original;
	original_coming: OriginalComing;
	own_pace: OwnPace;
	page: Page;
	page_publication: PagePublication;
	page_source: PageSource;
	page_source_answer: PageSourceAnswer;
	page_source_joining: PageSourceJoining;
	person: Person;
	place: Place;
	playlist: Playlist;
	playlist_track: PlaylistTrack;
	playlist_withdrawal: PlaylistWithdrawal;
	preferred_form: PreferredForm;
	published_file: PublishedFile;
	question: Question;
	question_box: QuestionBox;
	question_withdrawal: QuestionWithdrawal;
	reading_place: ReadingPlace;
	recording: Recording;
	recording_making: RecordingMaking;
	recording_refusal: RecordingRefusal;
	reminder: Reminder;
	report: Report;
	report_author: ReportAuthor;
	report_closure: ReportClosure;
	retake: Retake;
	retrospective: Retrospective;
	said: Said;
	said_place: SaidPlace;
	same_here: SameHere;
	search_document: SearchDocument;
	search_word: SearchWord;
	series: Series;
	series_cancellation: SeriesCancellation;
	series_feedback: SeriesFeedback;
	series_origin: SeriesOrigin;
	series_owner: SeriesOwner;
	series_publication: SeriesPublication;
	setting_aside: SettingAside;
	setting_aside_author: SettingAsideAuthor;
	setup_link: SetupLink;
	share_link: ShareLink;
	share_link_track: ShareLinkTrack;
	sharing: Sharing;
	shelf: Shelf;
	skill: Skill;
	snooze: Snooze;
	spoken_block: SpokenBlock;
	spoken_words: SpokenWords;
	stewardship: Stewardship;
	submission: Submission;
	survey: Survey;
	survey_answer: SurveyAnswer;
	survey_bundle: SurveyBundle;
	survey_closing: SurveyClosing;
	survey_consent: SurveyConsent;
	survey_part: SurveyPart;
	survey_question: SurveyQuestion;
	survey_response: SurveyResponse;
	take: Take;
	take_chapter: TakeChapter;
	tally: Tally;
	thanks: Thanks;
	thread_closure: ThreadClosure;
	token: Token;
	track: Track;
	track_withdrawal: TrackWithdrawal;
	track_within_reach: TrackWithinReach;
	training: Training;
	training_meeting: TrainingMeeting;
	training_meeting_withdrawal: TrainingMeetingWithdrawal;
	training_trainer: TrainingTrainer;
	transcript: Transcript;
	transcript_correction: TranscriptCorrection;
	transcript_failure: TranscriptFailure;
	transcript_wish: TranscriptWish;
	variant: Variant;
	version: Version;
	visit: Visit;
}
