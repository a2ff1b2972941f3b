import { words, type World } from './world.ts';

type Name = keyof World['people'];

/** Something that those in `may` have a right to do, and nobody else; the door alone keeps those in `could` from it. */
export type Write = { may: Name[]; input: Record<string, unknown>; could?: Name[] };

/** For every door that writes about something of others: what nobody else may do with what was planted. */
export const writes: Record<string, (world: World) => Write[]> = {
	'leave.remove': ({ leave }) => [only(['darcy'], { leave })],
	'circles.change': ({ circle }) => [
		only(['darcy'], { circle: circle.closed, name: 'Renamed' }),
		only(['darcy'], { circle: circle.request, joining: 'open' })
	],
	'circles.join': ({ circle }) => [only(['darcy', 'mei'], { circle: circle.closed })],
	'circles.leave': ({ circle }) => [only(['darcy', 'mei'], { circle: circle.closed })],
	'circles.answer': ({ circle, people }) => [
		only(['darcy'], { circle: circle.request, person: people.kofi.id, accept: true })
	],
	'circles.invite': ({ circle, people }) => [
		only(['darcy'], { circle: circle.closed, members: [people.kofi.id] }),
		only(['darcy'], { circle: circle.request, members: [people.kofi.id] })
	],
	'circles.remove': ({ circle, people }) => [
		only(['darcy'], { circle: circle.closed, person: people.mei.id })
	],
	'questions.ask': ({ circle }) => [
		only(['darcy', 'mei'], { circle: circle.closed, words: 'Why?' }),
		only(['darcy', 'mei'], { circle: circle.request, words: 'Why?' })
	],
	'questions.withdraw': ({ questions }) => [
		only(['mei'], { question: questions.closed }),
		only(['darcy'], { question: questions.request })
	],
	'questions.restore': ({ questions }) => [
		only(['mei'], { question: questions.closed }),
		only(['darcy'], { question: questions.request })
	],
	'invitations.resend': ({ letter }) => [only(['siti'], { invitations: [letter] })],
	'stewards.add': ({ people }) => [only(['siti'], { person: people.mei.id })],
	'stewards.remove': ({ people }) => [only(['siti'], { person: people.siti.id })],
	'invitations.revoke': ({ invitation }) => [only(['siti'], { invitation: invitation.id })],
	'tokens.revoke': ({ token }) => [only(['darcy'], { token })],
	'files.add': ({ hidden, draft }) => [
		only(['darcy'], { name: 'a.txt', file: 'YQ==', document: hidden.training }),
		only(['mei'], { name: 'a.txt', file: 'YQ==', document: draft })
	],

	'tracks.create': ({ hidden }) => [
		only(['darcy'], { title: 'More', audience: 'me', bytes: 5, playlist: hidden.playlist })
	],
	'tracks.replace': ({ hidden }) => [only(['darcy'], { track: hidden.track, bytes: 5 })],
	'tracks.keepOriginal': ({ hidden }) => [
		only(['darcy'], { track: hidden.said, recording: hidden.saidFirst, bytes: 5 })
	],
	'tracks.bringBack': ({ hidden }) => [
		only(['darcy'], { track: hidden.said, take: hidden.saidFirst })
	],
	'tracks.sayInto': ({ hidden }) => [
		only(['darcy'], { document: hidden.training, track: hidden.said })
	],
	'tracks.rename': ({ hidden }) => [only(['darcy'], { track: hidden.track, title: 'Mine' })],
	'tracks.widen': ({ hidden }) => [
		only(['darcy'], { track: hidden.track, audience: 'everyone', heardAgain: true })
	],
	'tracks.letHear': ({ hidden }) => [
		only(['mei'], { document: hidden.submission, track: hidden.aloud, heardAgain: true })
	],
	'tracks.withdraw': ({ hidden }) => [only(['darcy'], { track: hidden.track })],
	'tracks.restore': ({ withdrawn, hidden }) => [
		only(['mei'], { track: withdrawn.track }),
		only(['darcy'], { track: hidden.track })
	],
	'chapters.put': ({ hidden }) => [only(['darcy'], { track: hidden.track, chapters: [] })],
	'transcripts.put': ({ hidden }) => [only(['darcy'], { track: hidden.track, text: 'Mine' })],
	'transcripts.suggest': ({ hidden }) => [
		only(['mei'], {
			track: hidden.track,
			place: 0,
			was: `Said aloud ${words.closed}`,
			words: 'Mine'
		})
	],
	'transcripts.accept': ({ hidden }) => [
		only(['darcy'], { track: hidden.track, correction: hidden.correction })
	],
	'transcripts.dismiss': ({ hidden }) => [
		only(['darcy', 'mei'], { track: hidden.track, correction: hidden.correction })
	],
	'transcripts.ask': ({ hidden }) => [only(['darcy'], { track: hidden.said })],
	'spoken.begin': ({ hidden: { read } }) => [
		only(['darcy'], { document: read.document, block: read.block })
	],
	'recordings.discard': ({ draftTake }) => [only(['darcy'], { recording: draftTake })],
	'listening.position': ({ hidden }) => [
		only(['darcy', 'mei'], { track: hidden.track, take: 1, seconds: 0.1 })
	],
	'playlists.change': ({ hidden }) => [
		only(['darcy'], { playlist: hidden.playlist, title: 'Mine' })
	],
	'playlists.outline': ({ hidden }) => [
		only(['darcy'], { playlist: hidden.playlist, titles: ['More'] })
	],
	'playlists.addTrack': ({ hidden, request }) => [
		only(['darcy'], { playlist: hidden.playlist, track: request.track })
	],
	'playlists.removeTrack': ({ hidden }) => [
		only(['darcy'], { playlist: hidden.playlist, track: hidden.track })
	],
	'playlists.order': ({ hidden }) => [
		only(['darcy'], { playlist: hidden.playlist, tracks: [hidden.track] })
	],
	'playlists.withdraw': ({ hidden }) => [only(['darcy'], { playlist: hidden.playlist })],
	'playlists.restore': ({ hidden }) => [only(['darcy'], { playlist: hidden.playlist })],
	'calls.answer': ({ hidden }) => [only(['darcy', 'mei'], { playlist: hidden.call })],
	'calls.decline': ({ hidden }) => [only(['mei'], { playlist: hidden.call, words: 'No' })],
	'calls.invite': ({ hidden, people }) => [
		only(['darcy'], { playlist: hidden.call, person: people.kofi.id })
	],
	'calls.meet': ({ hidden }) => [
		only(['darcy'], { playlist: hidden.call, day: '2027-06-01', time: '10:00' })
	],
	'calls.dropMeeting': ({ hidden }) => [only(['darcy'], { playlist: hidden.call })],
	'calls.close': ({ hidden }) => [only(['darcy'], { playlist: hidden.call })],
	'calls.reopen': ({ hidden }) => [only(['darcy'], { playlist: hidden.call })],
	'calls.mark': ({ hidden }) => [only(['darcy'], { playlist: hidden.call, track: hidden.answer })],
	'calls.unmark': ({ hidden }) => [
		only(['darcy'], { playlist: hidden.call, track: hidden.answer })
	],
	'calls.conclude': ({ hidden }) => [only(['darcy'], { playlist: hidden.call, words: 'Mine' })],
	'feeds.create': ({ hidden }) => [
		only(['darcy', 'mei'], { label: 'Mine', playlist: hidden.playlist })
	],
	'feeds.revoke': ({ feed }) => [only(['darcy'], { feed })],
	'links.create': ({ hidden }) => [
		only(['darcy'], { track: hidden.track, closes: '2027-02-01' }),
		only(['darcy'], { playlist: hidden.playlist, closes: '2027-02-01' })
	],
	'retakes.ask': ({ hidden }) => [only(['mei'], { comment: hidden.moment })],
	'retakes.end': ({ hidden }) => [only(['mei', 'darcy'], { comment: hidden.moment })],
	'links.revoke': ({ hidden }) => [only(['darcy'], { link: hidden.link })],

	'series.change': ({ hidden, plan }) => [
		only(['darcy'], { series: hidden.series, title: 'Mine' }),
		only(['darcy'], { series: plan.series, about: 'Mine' })
	],
	'series.addPart': ({ hidden }) => [
		only(['darcy'], {
			series: hidden.series,
			title: 'More',
			opens: '2027-02-01',
			closes: '2027-02-07'
		})
	],
	'series.addOwner': ({ hidden, people }) => [
		only(['darcy'], { series: hidden.series, person: people.mei.id })
	],
	'series.removeOwner': ({ hidden, people }) => [
		only(['darcy'], { series: hidden.series, person: people.darcy.id })
	],
	'series.publish': ({ plan }) => [only(['darcy'], { series: plan.series })],
	'series.cancel': ({ hidden, plan }) => [
		only(['darcy'], { series: hidden.series, reason: 'Mine' }),
		only(['darcy'], { series: plan.series })
	],
	'series.resume': ({ hidden }) => [only(['darcy'], { series: hidden.series })],
	'series.shift': ({ hidden, plan }) => [
		only(['darcy'], { series: hidden.series, days: 1, from: hidden.training }),
		only(['darcy'], { series: plan.series, days: 1 })
	],
	// Whoever reads it could write the same into a series of their own.
	'series.runAgain': ({ hidden, plan }) => [
		only(['darcy'], { series: hidden.series, firstOpens: '2027-06-01', title: 'Mine' }, ['mei']),
		only(['darcy'], { series: plan.series, firstOpens: '2027-06-01', audience: 'everyone' })
	],
	'series.lookBack': ({ hidden, plan }) => [
		only(['darcy'], { series: hidden.series, worked: 'Mine' }),
		only(['darcy'], { series: plan.series, change: 'Mine' })
	],
	'series.startFromBeginning': ({ hidden }) => [
		only(['mei'], { series: hidden.series }, ['darcy'])
	],
	'series.joinTheOthers': ({ hidden }) => [only(['darcy', 'mei'], { series: hidden.series })],
	'series.savePlan': ({ hidden, plan }) => [
		only(['darcy'], { series: hidden.series, markdown: 'Mine' }),
		only(['darcy'], { series: plan.series, markdown: 'Mine' })
	],
	'series.giveFeedback': ({ hidden }) => [
		only(['darcy', 'mei'], { series: hidden.series, words: 'Well' })
	],
	'series.takeBackFeedback': ({ hidden, feedbackToTeam }) => [
		only(['mei'], { feedback: hidden.feedback }),
		only(['mei'], { feedback: feedbackToTeam })
	],
	'trainings.change': ({ hidden }) => [only(['darcy'], { training: hidden.training, minutes: 5 })],
	'trainings.move': ({ hidden }) => [
		only(['darcy'], { training: hidden.training, opens: '2027-01-19', closes: '2027-02-01' })
	],
	'trainings.addTrainer': ({ hidden, people }) => [
		only(['darcy'], { training: hidden.training, person: people.mei.id })
	],
	'trainings.removeTrainer': ({ hidden, people }) => [
		only(['darcy'], { training: hidden.training, person: people.mei.id })
	],
	'trainings.replaceTrainer': ({ hidden, people }) => [
		only(['darcy'], { training: hidden.training, person: people.mei.id, by: people.darcy.id })
	],
	'trainings.askFirst': ({ hidden, people }) => [
		only(['darcy'], { training: hidden.training, person: people.mei.id })
	],
	'trainings.restoreVersion': ({ hidden }) => [
		only(['darcy'], { training: hidden.training, number: 1 })
	],
	'submissions.restoreVersion': ({ hidden }) => [
		only(['mei'], { submission: hidden.submission, number: 1 })
	],
	'library.restoreVersion': ({ hidden, alone }) => [
		only(['darcy'], { page: hidden.page, number: 1 }),
		only(['darcy'], { page: alone, number: 1 })
	],
	'trainings.publish': ({ hidden, plan }) => [
		only(['darcy'], { training: hidden.training, markdown: 'Mine' }),
		only(['darcy'], { training: plan.training, title: 'Mine' })
	],
	'trainings.save': ({ hidden }) => [
		only(['darcy'], { training: hidden.training, markdown: 'Mine' })
	],
	'trainings.checkOff': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { training: hidden.training, version: 1 }),
		only(['darcy'], { training: plan.training, version: 1 })
	],
	'trainings.uncheck': ({ hidden }) => [only(['darcy', 'mei'], { training: hidden.training })],
	'trainings.addMeeting': ({ hidden, plan }) => [
		only(['darcy'], {
			training: hidden.training,
			format: 'live',
			day: '2027-06-01',
			time: '10:00'
		}),
		only(['darcy'], { training: plan.training, format: 'live', day: '2027-06-01', time: '10:00' })
	],
	'trainings.restoreMeeting': ({ hidden }) => [
		only(['darcy'], { training: hidden.training, meeting: hidden.meeting })
	],
	'trainings.dropMeeting': ({ hidden }) => [
		only(['darcy'], { training: hidden.training, meeting: hidden.meeting })
	],
	'trainings.startEarly': ({ hidden }) => [only(['darcy', 'mei'], { training: hidden.training })],

	'reading.place': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { document: hidden.training, block: hidden.blocks[0] }),
		only(['darcy'], { document: plan.training, block: 'x' })
	],
	'submissions.add': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { training: hidden.training, markdown: 'Me too' }),
		only(['darcy'], { training: plan.training, markdown: 'Me too' })
	],
	'submissions.draft': ({ hidden }) => [only(['darcy', 'mei'], { training: hidden.training })],
	'submissions.save': ({ hidden, draft }) => [
		only(['mei'], { submission: hidden.submission, markdown: 'Mine' }),
		only(['mei'], { submission: draft, markdown: 'Mine' })
	],
	'submissions.share': ({ hidden, draft }) => [
		only(['mei'], { submission: hidden.submission }),
		only(['mei'], { submission: draft })
	],
	'submissions.withdraw': ({ hidden }) => [only(['mei'], { submission: hidden.submission })],
	'submissions.restore': ({ withdrawn }) => [only(['mei'], { submission: withdrawn.submission })],
	'submissions.widen': ({ narrow, hidden }) => [
		only(['mei'], { submission: narrow }),
		only(['mei'], { submission: hidden.submission })
	],

	'methods.adopt': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { document: hidden.training, blocks: [hidden.blocks[1]] }),
		only(['darcy', 'mei'], { document: hidden.submission, blocks: [hidden.submissionBlock] }),
		only(['darcy', 'mei'], { document: hidden.page, blocks: ['x'] }),
		only(['darcy'], { document: plan.training, blocks: ['x'] })
	],
	'methods.end': ({ hidden }) => [only(['mei'], { adoption: hidden.adoption })],
	'methods.resume': ({ hidden }) => [only(['mei'], { adoption: hidden.adoption })],
	'methods.same': ({ hidden }) => [
		only(['darcy', 'mei'], { document: hidden.training, blocks: [hidden.blocks[0]] })
	],
	'methods.takeBackSame': ({ hidden }) => [only(['mei'], { same: hidden.same })],
	'followUps.move': ({ hidden }) => [
		only(['mei'], { followUp: hidden.adoption, askOn: '2027-03-01' })
	],
	'followUps.answer': ({ hidden }) => [
		only(['mei'], { followUp: hidden.adoption, outcome: 'kept' })
	],
	'followUps.change': ({ hidden }) => [
		only(['mei'], { followUp: hidden.answered, outcome: 'dropped' })
	],
	'followUps.takeBack': ({ hidden }) => [only(['mei'], { followUp: hidden.answered })],

	'comments.post': ({ hidden, plan }) => [
		only(['darcy', 'mei'], about('training', hidden.training)),
		only(['darcy', 'mei'], about('submission', hidden.submission)),
		only(['darcy', 'mei'], about('page', hidden.page)),
		only(['darcy', 'mei'], about('track', hidden.track)),
		only(['darcy', 'mei'], about('comment', hidden.comment)),
		only(['darcy', 'mei'], { ...about('training', hidden.training), replyTo: hidden.comment }),
		only(['darcy'], about('training', plan.training)),
		only(['darcy'], about('series', plan.series))
	],
	'threads.close': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { comment: hidden.comment, words: 'Enough' }),
		only(['darcy'], { comment: plan.comment })
	],
	'threads.reopen': ({ hidden }) => [only(['darcy', 'mei'], { comment: hidden.comment })],
	'comments.edit': ({ hidden }) => [only(['mei'], { comment: hidden.comment, markdown: 'Mine' })],
	'comments.withdraw': ({ hidden }) => [only(['mei'], { comment: hidden.comment })],
	'comments.restore': ({ withdrawn }) => [only(['mei'], { comment: withdrawn.comment })],
	'thanks.give': ({ hidden }) => [
		only(['darcy', 'mei'], { about: { kind: 'page', id: hidden.page } }),
		only(['darcy', 'mei'], { about: { kind: 'comment', id: hidden.comment } })
	],
	'thanks.takeBack': ({ hidden }) => [
		only(['darcy', 'mei'], { about: { kind: 'submission', id: hidden.submission } })
	],

	// Whoever reads it could write the same into a page of their own.
	'library.publishFromTraining': ({ hidden }) => [
		only(['darcy'], { training: hidden.training }, ['mei'])
	],
	'library.add': ({ hidden }) => [
		only(['darcy'], { page: hidden.page, submissions: [hidden.submission] })
	],
	'library.addAgreed': ({ hidden }) => [only(['darcy'], { page: hidden.page })],
	'library.answerConsent': ({ hidden, narrow }) => [
		only(['mei'], { page: hidden.page, submission: narrow, agreed: true })
	],
	'library.save': ({ hidden, begun }) => [
		only(['darcy'], { page: hidden.page, markdown: 'Mine' }),
		only(['darcy'], { page: begun, markdown: 'Mine' })
	],
	'library.edit': ({ hidden, alone }) => [
		only(['darcy'], { page: hidden.page, markdown: 'Mine' }),
		only(['darcy'], { page: alone, markdown: 'Mine' })
	],
	'library.withdraw': ({ hidden }) => [only(['darcy'], { page: hidden.page })],
	'library.restore': ({ hidden }) => [only(['darcy'], { page: hidden.page })],
	'library.widen': ({ hidden }) => [only(['darcy'], { page: hidden.page, audience: 'everyone' })],
	'library.handOver': ({ hidden, people }) => [
		only(['darcy'], { page: hidden.page, to: people.mei.id })
	],
	'library.giveFirst': ({ open }) => [only(['siti'], { page: open.page })],
	'library.takeFirst': ({ open }) => [only(['siti'], { page: open.page })],
	'library.shelve': ({ hidden, open }) => [
		only(['darcy'], { page: hidden.page, shelf: open.shelf })
	],
	'shelves.create': () => [only(['siti'], { name: 'Mine' })],
	'shelves.rename': ({ open }) => [only(['siti'], { shelf: open.shelf, name: 'Mine' })],
	'shelves.order': ({ open }) => [only(['siti'], { shelves: [open.shelf] })],
	'shelves.takeDown': ({ open }) => [only(['siti'], { shelf: open.shelf })],

	'surveys.create': ({ hidden, circle }) => [
		only(['darcy'], { ...survey, about: { kind: 'series', id: hidden.series } }),
		only(['darcy'], { ...survey, audience: `circle:${circle.closed}` })
	],
	'surveys.answer': ({ hidden }) => [
		only(['mei'], {
			survey: hidden.openSurvey,
			answers: [{ question: hidden.openQuestion, words: 'Well', mayQuote: true }]
		})
	],
	'surveys.takeBack': ({ hidden }) => [only(['mei'], { survey: hidden.openSurvey })],
	'surveys.consent': ({ hidden }) => [
		only(['mei'], { survey: hidden.survey, question: hidden.question, mayQuote: false })
	],
	'surveys.close': ({ hidden }) => [only(['darcy'], { survey: hidden.openSurvey })],
	'surveys.respond': ({ hidden }) => [only(['darcy'], { survey: hidden.survey, words: 'Mine' })],

	'reports.make': ({ hidden }) => [
		only(['darcy'], { kind: 'submission', id: hidden.submission, words: 'Not right' })
	],

	'notices.open': ({ told }) => [only(['mei'], { notice: told.notice })],
	'follows.set': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { kind: 'training', id: hidden.training, rhythm: 'daily' }),
		only(['darcy', 'mei'], { kind: 'page', id: hidden.page, rhythm: 'daily' }),
		only(['darcy'], { kind: 'series', id: plan.series, rhythm: 'daily' })
	],
	'occasions.add': () => [only(['siti'], { name: 'Mine', day: '2027-03-01' })],
	'occasions.change': ({ open }) => [
		only(['siti'], { occasion: open.occasion, name: 'Mine', day: '2027-03-01' })
	],
	'occasions.remove': ({ open }) => [only(['siti'], { occasion: open.occasion })],
	'occasions.bringBack': ({ open }) => [only(['siti'], { occasion: open.occasion })],
	'reminders.set': ({ hidden, plan }) => [
		only(['darcy', 'mei'], { kind: 'training', id: hidden.training, day: '2027-03-01' }),
		only(['darcy', 'mei'], { kind: 'page', id: hidden.page, day: '2027-03-01' }),
		only(['darcy'], { kind: 'training', id: plan.training, day: '2027-03-01' })
	],
	'reminders.finish': ({ hidden }) => [only(['mei'], { reminder: hidden.reminder })],
	'reminders.reopen': ({ hidden }) => [only(['mei'], { reminder: hidden.reminder })],
	'asks.snooze': ({ told }) => [only(['mei'], { ask: told.ask })],
	'invitations.create': () => [only(['siti'], { emails: ['new@example.org'] })],
	'place.change': () => [only(['siti'], { name: 'Mine' })]
};

/** Something new for an audience that one is not in is refused, whatever it is. */
export const audiences = ({ circle }: World): Record<string, object> => ({
	'series.create': {
		title: 'Intruding',
		audience: `circle:${circle.closed}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'One', opens: '2027-01-18', closes: '2027-01-31' }]
	},
	'library.create': { title: 'Intruding', markdown: 'x', audience: `circle:${circle.closed}` },
	'library.begin': { title: 'Intruding', audience: `circle:${circle.closed}` }
});

const survey = {
	title: 'Intruding',
	closes: '2027-01-31',
	questions: [{ kind: 'one', text: 'Which?', options: ['One', 'Other'] }]
};

function only(may: Name[], input: Record<string, unknown>, could: Name[] = []): Write {
	return { may, input, could };
}

function about(kind: string, id: string) {
	return { about: { kind, id }, markdown: `Intruding ${words.own}` };
}
