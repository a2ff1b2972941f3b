import { stopToken } from '#modules/notices/server/stopping.ts';
import type { Actor } from '#platform/server/door.ts';
import { words, type Planted, type World } from './world.ts';

/** A question that somebody may ask, and a text that stands in the answer to them. */
export type Read = { by: Actor; input: Record<string, unknown>; shows: string };

/** For every door that reads: questions whose answers hold what was planted. */
export const reads: Record<string, (world: World) => Read[]> = {
	'me.get': ({ people }) => [ask(people.mei, {}, 'mei@example.org')],
	'me.takeAlong': ({ people }) => [
		ask(people.mei, {}, words.closed),
		ask(people.darcy, {}, words.own)
	],
	'sessions.list': ({ people }) => [ask(people.darcy, {}, words.own)],
	'leave.list': ({ people }) => [ask(people.darcy, {}, '2027-03-05')],
	'skills.list': ({ people }) => [ask(people.mei, {}, 'Listening')],
	'people.list': ({ people }) => [ask(people.mei, { q: 'dar' }, 'Darcy')],
	'people.get': ({ people, circle }) => [
		ask(people.mei, { person: people.darcy.id }, circle.closed)
	],
	'circles.list': ({ people }) => [ask(people.mei, { q: words.closed }, words.closed)],
	'circles.get': ({ people, circle }) => [ask(people.mei, { circle: circle.closed }, words.closed)],
	'questions.list': ({ people, circle }) => [
		ask(people.mei, { circle: circle.closed }, `Asked in ${words.closed}`),
		ask(people.mei, { circle: circle.request }, `Asked in ${words.request}`)
	],
	'questions.get': ({ people, questions }) => [
		ask(people.darcy, { question: questions.closed }, words.closed),
		ask(people.darcy, { question: questions.request }, words.request)
	],
	'invitations.list': ({ people, invitation }) => [ask(people.siti, {}, invitation.id)],
	'invitations.open': ({ people, invitation }) => [
		ask(people.mei, { token: invitation.token }, 'Siti')
	],
	'tokens.list': ({ people }) => [ask(people.darcy, {}, words.own)],
	'directory.get': ({ people }) => [ask(people.siti, {}, 'Siti')],
	'place.get': ({ people }) => [ask(people.mei, {}, 'Test place')],

	'files.get': (world) => [
		...each((planted, { darcy }, word) => ask(darcy, { file: planted.file }, word))(world),
		...each((planted, { mei }, word) => ask(mei, { file: planted.attached }, word))(world),
		ask(world.people.mei, { file: world.withdrawn.file }, words.withdrawn),
		ask(world.people.darcy, { file: world.ownFile }, words.own)
	],

	'series.list': each((planted, { mei }) => ask(mei, {}, planted.series)),
	'series.get': (world) => [
		...each((planted, { mei }) => ask(mei, { series: planted.series }, planted.series))(world),
		ask(world.people.darcy, { series: world.plan.series }, words.plan)
	],
	'series.retrospectives': (world) => [
		...each((planted, { darcy }) => ask(darcy, {}, planted.series))(world),
		ask(world.people.darcy, { series: world.hidden.series }, words.team)
	],
	'series.getPlan': ({ people, plan }) => [ask(people.darcy, { series: plan.series }, words.plan)],
	'series.fairness': each((planted, { darcy }) => ask(darcy, { series: planted.series }, 'Mei')),
	'series.participation': each((planted, { darcy }) =>
		ask(darcy, { series: planted.series }, planted.training)
	),
	'series.feedback': (world) => [
		...each((planted, { darcy }) => ask(darcy, { series: planted.series }, planted.feedback))(
			world
		),
		ask(world.people.darcy, { series: world.hidden.series }, words.team)
	],
	'trainings.firsts': each((planted, { darcy }) =>
		ask(darcy, { training: planted.training }, 'Mei')
	),
	'trainings.scorm': ({ people, hidden }) => [
		ask(people.darcy, { training: hidden.training }, words.closed)
	],
	'threads.toClose': ({ people, hidden }) => [
		ask(people.darcy, { comment: hidden.comment }, hidden.comment)
	],
	'trainings.missing': ({ people, hidden }) => [
		ask(people.darcy, { training: hidden.training }, 'Darcy')
	],
	'trainings.get': (world) => [
		...each((planted, { mei }) => ask(mei, { training: planted.training }, planted.series))(world),
		ask(world.people.darcy, { training: world.plan.training }, words.plan)
	],
	'trainings.proposeTime': each((planted, { mei }, word) =>
		ask(mei, { training: planted.training }, word)
	),
	'trainings.calendar': each((planted, { mei }, word) =>
		ask(mei, { training: planted.training, day: '2027-01-25', time: '10:00' }, word)
	),
	'trainings.meetings': each((planted, { mei }, word) =>
		ask(mei, { training: planted.training }, `Hall ${word}`)
	),
	'trainings.meetingCalendar': each((planted, { mei }, word) =>
		ask(mei, { training: planted.training, meeting: planted.meeting }, `Hall ${word}`)
	),
	'trainings.getDraft': ({ people, hidden }) => [
		ask(people.darcy, { training: hidden.training }, words.draft)
	],
	'documents.versions': (world) => [
		...each((planted, { mei }) => ask(mei, { document: planted.training }, 'Darcy'))(world),
		...each((planted, { darcy }) => ask(darcy, { document: planted.submission }, 'Mei'))(world),
		...each((planted, { mei }) => ask(mei, { document: planted.page }, 'Darcy'))(world),
		ask(world.people.darcy, { document: world.plan.training }, words.plan)
	],
	'documents.version': (world) => [
		...each((planted, { mei }, word) => ask(mei, { document: planted.training, number: 1 }, word))(
			world
		),
		...each((planted, { darcy }, word) =>
			ask(darcy, { document: planted.submission, number: 1 }, word)
		)(world),
		...each((planted, { mei }, word) => ask(mei, { document: planted.page, number: 1 }, word))(
			world
		),
		ask(world.people.darcy, { document: world.alone, number: 1 }, words.me)
	],
	'documents.compare': (world) => [
		...each((planted, { mei }, word) =>
			ask(mei, { document: planted.training, from: 1, to: 1 }, word)
		)(world),
		ask(world.people.darcy, { document: world.alone, from: 1, to: 1 }, words.me)
	],
	'reading.get': each((planted, { mei }) =>
		ask(mei, { document: planted.training }, planted.blocks[1]!)
	),
	'forms.get': ({ people }) => [ask(people.mei, {}, 'listen')],
	'tracks.saidIn': each((planted, { darcy }, word) =>
		ask(darcy, { document: planted.submission }, `Aloud ${word}`)
	),
	'tracks.narrowIn': each((planted, { mei }) =>
		ask(mei, { document: planted.submission }, planted.training)
	),
	'reading.latest': ({ people, hidden }) => [ask(people.mei, {}, hidden.training)],
	'submissions.list': each((planted, { darcy }) =>
		ask(darcy, { training: planted.training }, planted.submission)
	),
	'submissions.getDraft': ({ people, draft }) => [
		ask(people.mei, { submission: draft }, words.draft)
	],
	'drafts.mine': ({ people, draft }) => [
		ask(people.mei, {}, draft),
		ask(people.darcy, {}, words.draft)
	],

	'methods.mySame': each((planted, { mei }) => ask(mei, {}, planted.same)),
	'methods.evidence': each((planted, { darcy }, word) =>
		ask(darcy, { documents: planted.training }, `Variant ${word}`)
	),
	'methods.becameOfMine': each((planted, { mei }) => ask(mei, {}, planted.submission)),
	'followUps.mine': each((planted, { mei }) => ask(mei, {}, planted.adoption)),
	'followUps.get': each((planted, { mei }) =>
		ask(mei, { followUp: planted.adoption }, planted.training)
	),
	'followUps.answered': each((planted, { mei }) => ask(mei, {}, planted.answered)),

	'comments.list': (world) => [
		...each((planted, { darcy }) =>
			ask(darcy, { kind: 'training', id: planted.training }, planted.comment)
		)(world),
		...each((planted, { darcy }, word) =>
			ask(darcy, { kind: 'submission', id: planted.submission }, `On a submission ${word}`)
		)(world),
		...each((planted, { darcy }, word) =>
			ask(darcy, { kind: 'track', id: planted.track }, `Said at a moment ${word}`)
		)(world),
		...each((planted, { darcy }) =>
			ask(darcy, { kind: 'comment', id: planted.comment }, planted.reply)
		)(world),
		ask(world.people.darcy, { kind: 'training', id: world.plan.training }, world.plan.comment),
		ask(world.people.darcy, { kind: 'series', id: world.plan.series }, world.plan.aside)
	],
	// Late enough that nobody has answered for two days: its own test says whom it tells.
	'comments.unanswered': ({ people }) => [ask(people.mei, {}, 'items')],
	'series.care': ({ people }) => [ask(people.siti, {}, 'items')],
	'letters.bounced': ({ people }) => [ask(people.siti, {}, 'items')],
	'comments.listOn': each((planted, { darcy }) =>
		ask(darcy, { ids: `${planted.training},${planted.submission}` }, planted.comment)
	),
	'thanks.list': each((planted, { mei }) =>
		ask(mei, { ids: `${planted.training},${planted.submission}` }, planted.submission)
	),

	'library.front': each((planted, { mei }) => ask(mei, {}, planted.page)),
	'library.consents': ({ people, narrow }) => [ask(people.mei, {}, narrow)],
	'library.getDraft': ({ people, begun }) => [ask(people.darcy, { page: begun }, words.own)],
	'library.drafts': ({ people, begun }) => [ask(people.darcy, {}, begun)],
	'library.get': (world) => [
		...each((planted, { mei }) => ask(mei, { page: planted.page }, planted.submission))(world),
		ask(world.people.darcy, { page: world.alone }, words.me)
	],
	'library.list': (world) => [
		...each((planted, { mei }) => ask(mei, {}, planted.page))(world),
		...each((planted, { mei }) => ask(mei, { training: planted.training }, planted.page))(world)
	],
	'library.first': ({ people, open }) => [ask(people.mei, {}, open.page)],
	'methods.first': ({ people }) => [ask(people.darcy, {}, 'Mei says')],
	'me.welcome': ({ people }) => [ask(people.mei, {}, 'Siti')],
	'shelves.list': ({ people }) => [ask(people.mei, {}, 'Open shelf')],
	'search.find': (world) => [
		...each((planted, { darcy }, word) => ask(darcy, { q: word }, planted.comment))(world),
		...each((planted, { darcy }, word) => ask(darcy, { q: word.replace('word', 'wrod') }, word))(
			world
		),
		ask(world.people.darcy, { q: words.me }, world.alone),
		ask(world.people.darcy, { q: words.plan }, world.plan.training)
	],

	'surveys.list': (world) => [
		...each((planted, { mei }) => ask(mei, {}, planted.survey))(world),
		...each((planted, { mei }) => ask(mei, about(planted), planted.survey))(world)
	],
	'surveys.get': each((planted, { mei }, word) =>
		ask(mei, { survey: planted.survey }, `Response ${word}`)
	),
	'surveys.results': (world) => [
		...each((planted, { mei }, word) => ask(mei, { survey: planted.survey }, `Answer ${word}`))(
			world
		),
		...each((planted, { darcy }, word) =>
			ask(darcy, { survey: planted.openSurvey }, `Answer ${word}`)
		)(world)
	],
	'surveys.propose': (world) => [
		...each((planted, { darcy }, word) => ask(darcy, about(planted), word))(world),
		...each((planted, { darcy }, word) => ask(darcy, { again: planted.survey }, word))(world)
	],
	'surveys.quotes': each((planted, { mei }, word) => ask(mei, about(planted), `Answer ${word}`)),

	'notices.list': each((planted, { mei }, word) => ask(mei, {}, word)),
	'notices.unread': ({ people }) => [ask(people.mei, {}, 'count')],
	'feed.recent': each((planted, { darcy }, word) => ask(darcy, { most: 50 }, word)),
	'follows.get': each((planted, { mei }) =>
		ask(mei, { kind: 'training', id: planted.training }, 'daily')
	),
	'follows.list': each((planted, { mei }) => ask(mei, {}, planted.training)),
	'occasions.list': ({ people }) => [ask(people.mei, {}, 'Open season')],
	'reminders.list': each((planted, { mei }, word) => ask(mei, {}, `Remind ${word}`)),
	'reminders.get': each((planted, { mei }, word) =>
		ask(mei, { kind: 'training', id: planted.training }, `Remind ${word}`)
	),
	'reminders.when': each((planted, { mei }, word) =>
		ask(mei, { kind: 'training', id: planted.training }, `Remind ${word}`)
	),
	'tracks.get': (world) => [
		...each((planted, { mei }, word) => ask(mei, { track: planted.track }, `Chapter ${word}`))(
			world
		),
		...each((planted, { mei }, word) => ask(mei, { track: planted.said }, `Said ${word}`))(world),
		ask(world.people.mei, { track: world.withdrawn.track }, words.withdrawn)
	],
	'playlists.get': (world) => [
		...each((planted, { mei }, word) => ask(mei, { playlist: planted.playlist }, `Track ${word}`))(
			world
		),
		...each((planted, { mei }, word) => ask(mei, { playlist: planted.call }, `Outcome ${word}`))(
			world
		)
	],
	'calls.calendar': each((planted, { mei }, word) =>
		ask(mei, { playlist: planted.call }, `Room ${word}`)
	),
	'playlists.tags': each((_, { mei }, word) => ask(mei, {}, `tag ${word}`.toLowerCase())),
	'calls.usual': ({ people }) => [ask(people.mei, {}, 'hours')],
	'calls.others': ({ people }) => [ask(people.darcy, {}, 'items')],
	'playlists.list': each((_, { mei }, word) => ask(mei, { q: word }, `Playlist ${word}`)),
	'transcripts.get': each((planted, { mei }, word) =>
		ask(mei, { track: planted.track }, `Said aloud ${word}`)
	),
	'transcripts.suggestions': each((planted, { mei }, word) =>
		ask(mei, { track: planted.track }, `Sung aloud ${word}`)
	),
	'spoken.get': each(({ read }, { mei }) => ask(mei, { document: read.document }, read.track)),
	'spoken.blocks': each(({ read }, { mei }) => ask(mei, { document: read.document }, read.block)),
	'spoken.words': each(({ read }, { mei }, word) =>
		ask(mei, { document: read.document, block: read.block }, word)
	),
	'spoken.prompt': each(({ read }, { darcy }) => ask(darcy, { track: read.track }, read.document)),
	'spoken.unheard': each(({ read }, { mei }) => ask(mei, {}, read.document)),
	'tracks.unheard': (world) => [
		...each((_, { mei }, word) => ask(mei, {}, `Track ${word}`))(world)
	],
	'tracks.list': each((_, { mei }, word) => ask(mei, { q: word }, `Track ${word}`)),
	'tracks.takes': (world) => [
		...each((planted, { mei }) => ask(mei, { track: planted.said }, 'number'))(world),
		...each((planted, { darcy }, word) => ask(darcy, { track: planted.track }, `Original ${word}`))(
			world
		)
	],
	'tracks.playlists': each((planted, { mei }, word) =>
		ask(mei, { track: planted.track }, `Playlist ${word}`)
	),
	'tracks.hearers': each((planted, { darcy }) => ask(darcy, { track: planted.track }, 'everyone')),
	'tracks.hearersAbout': each((planted, { mei }) =>
		ask(mei, { kind: 'training', id: planted.training }, planted.training)
	),
	'recordings.forms': ({ people }) => [ask(people.darcy, {}, 'madeHere')],
	'recordings.list': ({ people, draftTake }) => [ask(people.darcy, {}, draftTake)],
	'recordings.get': ({ people, draftTake }) => [
		ask(people.darcy, { recording: draftTake }, words.own)
	],
	'feeds.list': ({ people }) => [ask(people.darcy, {}, words.own)],
	'links.list': each((planted, { darcy }, word) =>
		ask(darcy, { track: planted.track }, `Track ${word}`)
	),
	'retakes.of': each((planted, { mei }) => ask(mei, { track: planted.track }, planted.moment)),
	'retakes.list': each((_, { darcy }, word) => ask(darcy, {}, `Said at a moment ${word}`)),
	'asks.mine': each((planted, { mei }) => ask(mei, {}, planted.training)),
	'mentions.blocks': ({ people }) => [ask(people.mei, {}, 'items')],
	'letters.kinds': ({ people }) => [ask(people.mei, {}, 'digest')],
	'letters.mine': ({ people }) => [ask(people.mei, {}, 'count')],
	'letters.readStopLink': ({ people }) => [
		ask(people.mei, { token: stopToken(people.mei.id, 'digest') }, 'digest')
	],
	'letters.envelopes': ({ people }) => [ask(people.siti, {}, 'Mei')],

	'reports.propose': each(({ submission }, { darcy }, word) =>
		ask(darcy, { kind: 'submission', id: submission }, word)
	),
	'reports.list': ({ people }) => [ask(people.mei, {}, 'Kofi mocks.')],
	'reports.get': ({ people, open }) => [ask(people.mei, { report: open.report }, 'Kofi mocks.')],
	'reports.aside': ({ people, open }) => [ask(people.kofi, { aside: open.aside }, 'Kofi sings.')],

	'backups.list': ({ people }) => [ask(people.siti, {}, 'failure')],
	'disk.get': ({ people }) => [ask(people.siti, {}, 'free')]
};

/** Whom a door answers by another right than being among the readers: a steward, or whoever holds a secret link. */
export const byAnotherRight: Record<string, string[]> = {
	'invitations.list': ['siti'],
	'directory.get': ['siti'],
	// Who is in a circle that anybody may ask to join, everybody may know.
	'calls.others': ['kofi', 'siti', 'liam', 'rosa'],
	'invitations.open': ['nobody', 'kofi', 'siti', 'liam', 'rosa'],
	// That somebody followed a thing is their own doing; its title is gone from their list.
	'follows.get': ['liam'],
	'letters.readStopLink': ['nobody', 'kofi', 'siti', 'liam', 'rosa'],
	'letters.envelopes': ['siti'],
	// Letters of their own came meanwhile, of what is for everyone.
	'me.takeAlong': ['kofi', 'siti', 'liam'],
	// A steward reads what was reported, which its reporter showed them, and what a steward set aside.
	'reports.list': ['siti'],
	'reports.get': ['siti'],
	'reports.aside': ['siti'],
	'backups.list': ['siti'],
	// Sums of bytes, which are never the same twice; they hold nobody's words.
	'disk.get': ['nobody', 'kofi', 'siti', 'liam', 'rosa']
};

/** The doors that show something only in a demo, which this place is not. */
export const inADemo = new Set(['demo.people', 'demo.letters', 'demo.letter']);

function ask(by: Actor, input: Record<string, unknown>, shows: string): Read {
	return { by, input, shows };
}

function about({ series }: Planted) {
	return { kind: 'series', id: series };
}

/** One question for what each audience was told. */
function each(question: (planted: Planted, people: World['people'], word: string) => Read) {
	return ({ people, request, hidden, named }: World): Read[] => [
		question(request, people, words.request),
		question(hidden, people, words.closed),
		question(named, people, words.named)
	];
}
