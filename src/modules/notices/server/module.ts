import type { Module } from '#platform/server/module.ts';
import { myAsks, offerAsks, snoozeAsk } from './asks.ts';
import { getDemoLetter, listDemoLetters } from './demo.ts';
import { planDigests, writeAtOnce, writeDigests } from './digests.ts';
import { recent } from './feed.ts';
import { listFollows, setFollow } from './follows.ts';
import { listNotices, readNotices, unreadNotices } from './inbox.ts';
import { sendLetters } from './letters.ts';
import { listEnvelopes, listLetterKinds, setLetterKind } from './stopping.ts';
import { tell } from './telling.ts';

export const notices: Module = {
	name: 'notices',
	doors: [
		listNotices,
		unreadNotices,
		readNotices,
		recent,
		setFollow,
		listFollows,
		myAsks,
		snoozeAsk,
		listLetterKinds,
		setLetterKind,
		listEnvelopes,
		listDemoLetters,
		getDemoLetter
	],
	after: [tell],
	sweeps: [
		{ name: 'asks', run: offerAsks },
		{ name: 'digest hours', run: planDigests },
		{ name: 'digests', run: writeDigests },
		{ name: 'letters at once', run: writeAtOnce },
		{ name: 'letters', run: sendLetters }
	]
};
