import * as m from '#messages';
import type { ShownNotice } from './notices.ts';

/** A notice as one sentence in the reader's language. */
export function sentenceOf({
	verb,
	reason,
	actor,
	title,
	people
}: Pick<ShownNotice, 'verb' | 'reason' | 'actor' | 'title' | 'people'>): string {
	const words = { name: actor?.name ?? '', title };
	if (reason === 'mention') return m.notice_mentioned(words);
	if (reason === 'reply') return m.notice_replied(words);
	switch (verb) {
		case 'commented':
			return m.notice_commented(words);
		case 'thanked':
			return m.notice_thanked(words);
		case 'shared':
			return m.notice_shared(words);
		case 'began':
			return m.notice_began(words);
		case 'widened':
			return m.notice_widened(words);
		case 'asked to let hear':
			return m.notice_asked_to_let_hear(words);
		case 'made ready':
			return m.notice_made_ready(words);
		case 'not made ready':
			return m.notice_not_made_ready(words);
		case 'published':
			return m.notice_published(words);
		case 'moved':
			return m.notice_moved(words);
		case 'cancelled':
			return m.notice_cancelled(words);
		case 'resumed':
			return m.notice_resumed(words);
		case 'replaced trainer':
			return m.notice_replaced_trainer(words);
		case 'asked first':
			return m.notice_asked_first(words);
		case 'made steward':
			return m.notice_made_steward(words);
		case 'ended stewardship':
			return m.notice_ended_stewardship(words);
		case 'planned':
			return m.notice_planned(words);
		case 'moved to library':
			return m.notice_kept(words);
		case 'adopted':
			return m.notice_adopted(words);
		case 'taken up':
			return m.notice_taken_up({ people: people ?? 0, title });
		case 'does already':
			return m.notice_same(words);
		case 'varied':
			return m.notice_varied(words);
		case 'asked consent':
			return m.notice_asked_consent(words);
		case 'agreed':
			return m.notice_agreed(words);
		case 'declined':
			return m.notice_declined(words);
		case 'handed over':
			return m.notice_handed_over(words);
		case 'shared ownership':
			return m.notice_owner(words);
		case 'gave feedback':
			return m.notice_feedback(words);
		case 'named trainer':
			return m.notice_trainer(words);
		case 'suggested words':
			return m.notice_suggested_words(words);
		case 'used words':
			return m.notice_used_words(words);
		case 'brought to':
			return m.notice_brought_to(words);
		case 'looked at':
			return m.notice_looked_at(words);
		case 'set aside':
			return m.notice_set_aside(words);
		case 'brought back':
			return m.notice_brought_back(words);
		case 'closed':
			return m.notice_survey_closed(words);
		case 'responded':
			return m.notice_survey_response(words);
		case 'answered':
			return m.notice_answered(words);
		case 'passed':
			return m.notice_passed(words);
		case 'asked':
			return actor ? m.notice_asked(words) : m.notice_asked_nameless(words);
		case 'offered hour':
			return m.notice_offered_hour(words);
		case 'took back hour':
			return m.notice_took_back_hour(words);
		case 'dropped meeting':
			return m.notice_dropped_meeting(words);
		case 'meets':
			return m.notice_meets(words);
		case 'ended':
			return m.notice_ended(words);
		case 'invited':
			return m.notice_invited(words);
		case 'reopened':
			return m.notice_reopened(words);
		case 'concluded':
			return m.notice_concluded(words);
		default:
			return m.notice_other(words);
	}
}
