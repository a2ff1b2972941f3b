import {
	commentForm,
	editCommentForm,
	reopenThreadForm,
	restoreCommentForm,
	thankForm,
	withdrawCommentForm
} from '#modules/discussion/server/forms.ts';
import { action } from '#platform/server/web/kit.ts';

/** The form actions of every page on which people talk. */
export const talking = {
	comment: action(commentForm),
	editComment: action(editCommentForm),
	withdrawComment: action(withdrawCommentForm),
	restoreComment: action(restoreCommentForm),
	reopenThread: action(reopenThreadForm),
	thank: action(thankForm)
};
