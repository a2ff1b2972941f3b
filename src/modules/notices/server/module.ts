import type { Module } from '#platform/server/module.ts';
import { myAsks, snoozeAsk } from './asks.ts';
import { blockMentions, listBlocks, unblockMentions } from './blocking.ts';
import { listBounces } from './bouncing.ts';
import { getDemoLetter, listDemoLetters } from './demo.ts';
import { planDigests, replanDigest, writeAtOnce, writeDigests } from './digests.ts';
import { recent } from './feed.ts';
import { getFollow, listFollows, setFollow } from './follows.ts';
import { listNotices, openNotice, readNotices, unreadNotices } from './inbox.ts';
import { sendLetters } from './letters.ts';
import { writeLinkLetters } from './links.ts';
import {
	addOccasion,
	bringOccasionBack,
	changeOccasion,
	listOccasions,
	removeOccasion
} from './occasions.ts';
import { offerAsks } from './offering.ts';
import {
	getReminder,
	listReminders,
	removeReminder,
	setReminder,
	whenReminded
} from './reminders.ts';
import { finishReminder, remind, reminderSubject, reopenReminder } from './reminding.ts';
import {
	countMyLetters,
	listEnvelopes,
	listLetterKinds,
	readStopLink,
	setLetterKind,
	stopByLink
} from './stopping.ts';
import { tell } from './telling.ts';
import { arrive } from './visits.ts';
import { leaving } from './leaving.ts';

export const notices: Module = {
	name: 'notices',
	doors: [
		listNotices,
		unreadNotices,
		readNotices,
		openNotice,
		recent,
		arrive,
		setFollow,
		getFollow,
		listFollows,
		myAsks,
		snoozeAsk,
		listLetterKinds,
		setLetterKind,
		...[blockMentions, unblockMentions, listBlocks],
		...[listOccasions, addOccasion, changeOccasion, removeOccasion, bringOccasionBack],
		...[
			listReminders,
			setReminder,
			getReminder,
			whenReminded,
			removeReminder,
			finishReminder,
			reopenReminder
		],
		...[listEnvelopes, listBounces],
		listDemoLetters,
		getDemoLetter,
		countMyLetters,
		readStopLink,
		stopByLink
	],
	subjects: [reminderSubject],
	after: [tell, replanDigest, writeLinkLetters],
	sweeps: [
		{ name: 'reminders', run: remind },
		{ name: 'asks', run: offerAsks },
		{ name: 'digest hours', run: planDigests },
		{ name: 'digests', run: writeDigests },
		{ name: 'letters at once', run: writeAtOnce },
		{ name: 'letters', run: sendLetters }
	],
	leaving
};
