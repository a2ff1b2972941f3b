import type { Module } from '#platform/server/module.ts';
import { closeThread, reopenThread, threadToClose } from './closing.ts';
import { editComment, postComment, restoreComment, withdrawComment } from './comments.ts';
import { listComments, listCommentsOn } from './reading.ts';
import { openBoxes, tellOfQuestions } from './question-box.ts';
import {
	askCircle,
	getQuestion,
	listQuestions,
	restoreQuestion,
	withdrawQuestion
} from './questions.ts';
import { takeReplies } from './replies.ts';
import { commentSubject, questionSubject } from './subjects.ts';
import { giveThanks, listThanks, takeBackThanks } from './thanks.ts';
import { listUnanswered } from './unanswered.ts';
import { leaving } from './leaving.ts';

export const discussion: Module = {
	name: 'discussion',
	doors: [
		...[postComment, editComment, withdrawComment, restoreComment],
		...[closeThread, threadToClose, reopenThread],
		...[listComments, listCommentsOn, listUnanswered],
		...[giveThanks, takeBackThanks, listThanks],
		...[askCircle, listQuestions, getQuestion, withdrawQuestion, restoreQuestion]
	],
	subjects: [commentSubject, questionSubject],
	after: [tellOfQuestions],
	sweeps: [
		{ name: 'replies', run: takeReplies },
		{ name: 'boxes', run: openBoxes }
	],
	leaving
};
