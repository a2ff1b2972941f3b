import type { Module } from '#platform/server/module.ts';
import { askAudience, finishAsks } from './asking.ts';
import { seriesCare } from './care.ts';
import { cancelSeries, resumeSeries } from './cancelling.ts';
import { askFirst, listFirsts } from './firsts.ts';
import { moveTraining, shiftSeries } from './moving.ts';
import { joinTheOthers, startFromBeginning } from './pace.ts';
import { addPart, changeSeries, changeTraining, createSeries } from './planning.ts';
import { getPlan, savePlan } from './plan-note.ts';
import {
	getTrainingDraft,
	publishSeries,
	publishTraining,
	restoreTraining,
	saveTraining
} from './publishing.ts';
import { getSeries, getTraining, listSeries } from './reading.ts';
import { myDrafts } from './drafts.ts';
import { seriesFairness } from './fairness.ts';
import { giveFeedback, listFeedback, takeBackFeedback } from './feedback.ts';
import { seriesParticipation, trainingMissing } from './participation.ts';
import { calendarOf, proposeTime } from './placing.ts';
import { listRetrospectives, writeRetrospective } from './retrospective.ts';
import { runAgain } from './running-again.ts';
import { scormOf } from './scorm.ts';
import {
	addMeeting,
	calendarOfMeeting,
	dropMeeting,
	listMeetings,
	restoreMeeting
} from './meetings.ts';
import { seriesSubject, submissionSubject, trainingSubject } from './subjects.ts';
import {
	addSubmission,
	draftSubmission,
	restoreSubmission,
	saveSubmission,
	shareSubmission,
	widenSubmission,
	withdrawSubmission
} from './submissions.ts';
import { getDraft, listSubmissions } from './submission-reading.ts';
import { restoreSubmissionVersion } from './submission-versions.ts';
import { checkOff, keepContributions, startEarly, uncheck } from './taking-part.ts';
import { addOwner, addTrainer, removeOwner, removeTrainer, replaceTrainer } from './team.ts';
import { leaving } from './leaving.ts';

export const series: Module = {
	name: 'series',
	doors: [
		createSeries,
		changeSeries,
		addPart,
		addOwner,
		removeOwner,
		getPlan,
		savePlan,
		publishSeries,
		...[cancelSeries, resumeSeries, shiftSeries, runAgain],
		...[startFromBeginning, joinTheOthers, writeRetrospective, listRetrospectives],
		listSeries,
		getSeries,
		...[seriesFairness, seriesCare],
		seriesParticipation,
		giveFeedback,
		listFeedback,
		takeBackFeedback,
		trainingMissing,
		getTraining,
		changeTraining,
		moveTraining,
		...[addTrainer, removeTrainer, replaceTrainer, askFirst, listFirsts],
		...[publishTraining, restoreTraining],
		saveTraining,
		getTrainingDraft,
		checkOff,
		uncheck,
		startEarly,
		proposeTime,
		...[calendarOf, scormOf],
		...[listMeetings, addMeeting, dropMeeting, restoreMeeting, calendarOfMeeting],
		addSubmission,
		draftSubmission,
		getDraft,
		saveSubmission,
		myDrafts,
		shareSubmission,
		listSubmissions,
		...[withdrawSubmission, restoreSubmission, restoreSubmissionVersion],
		widenSubmission
	],
	subjects: [seriesSubject, trainingSubject, submissionSubject],
	within: [keepContributions, finishAsks],
	after: [askAudience],
	leaving
};
