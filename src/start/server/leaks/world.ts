import { beginRecording } from '#modules/audio/server/drafts.ts';
import { createFeed } from '#modules/audio/server/feeds.ts';
import { soundLine } from '#modules/audio/server/said.ts';
import { createTrack, withdrawTrack } from '#modules/audio/server/tracks.ts';
import { sql } from 'kysely';
import { createCircle } from '#modules/people/server/circles.ts';
import { addMembers, joinCircle, leaveCircle } from '#modules/people/server/joining.ts';
import { addLeave } from '#modules/people/server/leave.ts';
import { createToken } from '#modules/people/server/tokens.ts';
import { changeSettings } from '#modules/people/server/place.ts';
import { createInvitations } from '#modules/people/server/invitations.ts';
import { uploadFile } from '#modules/documents/server/files.ts';
import { placeReading } from '#modules/documents/server/reading.ts';
import { askCircle } from '#modules/discussion/server/questions.ts';
import { postComment, withdrawComment } from '#modules/discussion/server/comments.ts';
import { giveThanks } from '#modules/discussion/server/thanks.ts';
import { giveFirst } from '#modules/library/server/first-pages.ts';
import { addToPage, publishFromTraining } from '#modules/library/server/keeping.ts';
import { beginPage, createPage, savePage } from '#modules/library/server/writing.ts';
import { createShelf } from '#modules/library/server/shelves.ts';
import { answerFollowUp } from '#modules/methods/server/answers.ts';
import { same } from '#modules/methods/server/same.ts';
import { adopt } from '#modules/methods/server/taking-up.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listNotices } from '#modules/notices/server/inbox.ts';
import { addOccasion } from '#modules/notices/server/occasions.ts';
import { setReminder } from '#modules/notices/server/reminders.ts';
import { setFollow } from '#modules/notices/server/follows.ts';
import { askFirst } from '#modules/series/server/firsts.ts';
import { writeRetrospective } from '#modules/series/server/retrospective.ts';
import { closeSurvey } from '#modules/surveys/server/closing.ts';
import { respondToSurvey } from '#modules/surveys/server/results.ts';
import { bringReportedBack, setReportedAside } from '#modules/reports/server/deciding.ts';
import { makeReport } from '#modules/reports/server/reporting.ts';
import { giveFeedback } from '#modules/series/server/feedback.ts';
import { savePlan } from '#modules/series/server/plan-note.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries, publishTraining, saveTraining } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import {
	addSubmission,
	draftSubmission,
	saveSubmission,
	withdrawSubmission
} from '#modules/series/server/submissions.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { checkOff } from '#modules/series/server/taking-part.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { newId, newToken } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import { person } from '../testing.ts';
import { connectDirectory } from './directory.ts';
import { survey } from './surveys.ts';
import { record, speak, type Spoken } from './voices.ts';

/**
 * Darcy owns what is planted, Mei is among those who may see it, Liam was and left before he was told, Rosa was and is not
 * here any more; Kofi and Siti, who is a steward, never were.
 */
export type People = Record<'darcy' | 'mei' | 'kofi' | 'siti' | 'liam' | 'rosa', Actor>;

export async function invitePeople(): Promise<People> {
	return {
		darcy: await person('Darcy', { zone: 'America/Denver' }),
		mei: await person('Mei', { zone: 'Asia/Bangkok' }),
		kofi: await person('Kofi', { zone: 'Africa/Accra' }),
		siti: await person('Siti', { zone: 'Asia/Brunei', steward: true }),
		liam: await person('Liam', { zone: 'Australia/Brisbane' }),
		rosa: await person('Rosa', { zone: 'Europe/Lisbon' })
	};
}

/** Something for everyone, so that no list is empty before anything is planted. */
export async function sayInPublic({ darcy, mei, kofi, siti }: People) {
	const series = await createSeries(darcy, {
		title: 'Open series',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{ title: 'Open part', markdown: 'Openly said.', opens: '2027-01-18', closes: '2027-01-31' }
		]
	});
	await publishSeries(darcy, { series: series.id });
	const training = series.parts[0]!.training;
	await addSubmission(mei, { training, markdown: 'Mei shares openly.' });
	await postComment(kofi, { about: { kind: 'training', id: training }, markdown: 'Kofi asks.' });
	await giveThanks(siti, { about: { kind: 'training', id: training } });
	const about = { kind: 'training', id: training };
	const bad = await postComment(kofi, { about, markdown: 'Kofi mocks.' });
	const hasty = await postComment(kofi, { about, markdown: 'Kofi shouts.' });
	const words = 'Not kind';
	const report = await makeReport(mei, { kind: 'comment', id: bad.id, words });
	const reported = await makeReport(mei, { kind: 'comment', id: hasty.id, words });
	await setReportedAside(siti, { report: reported.id, words: 'Not like this' });
	await bringReportedBack(siti, { report: reported.id });
	const { id: loud } = await postComment(kofi, { about, markdown: 'Kofi sings.' });
	const sung = await makeReport(mei, { kind: 'comment', id: loud, words });
	const { aside } = await setReportedAside(siti, { report: sung.id, words: 'Not like this' });
	const shelf = await createShelf(siti, { name: 'Open shelf' });
	const { page } = await createPage(siti, {
		title: 'Open page',
		markdown: 'Open words.',
		shelf: shelf.id
	});
	await giveFirst(siti, { page });
	const season = await addOccasion(siti, { name: 'Open season', day: '2027-03-01' });
	const circle = await createCircle(darcy, { name: 'By request', joining: 'request' });
	await joinCircle(kofi, { circle: circle.id });
	await changeSettings(siti, { weeklyAsks: 50 });
	freezeAt(Temporal.Instant.from('2027-01-20T12:00:00Z'));
	await runDue();
	return {
		shelf: shelf.id,
		series: series.id,
		training,
		request: circle.id,
		report: report.id,
		aside,
		page,
		occasion: season.id
	};
}

/** Words that stand in what is planted for some and in nothing else. */
export const words = {
	request: 'qzrequestword',
	closed: 'qzclosedword',
	named: 'qznamedword',
	me: 'qzprivateword',
	plan: 'qzplanword',
	draft: 'qzdraftword',
	withdrawn: 'qzwithdrawnword',
	team: 'qzteamword',
	own: 'qzownword'
};

type Kind = keyof typeof words;

export type Planted = Spoken & {
	series: string;
	training: string;
	blocks: string[];
	submission: string;
	/** What Mei says in it. */
	aloud: string;
	submissionBlock: string;
	attached: string;
	comment: string;
	reply: string;
	adoption: string;
	answered: string;
	same: string;
	page: string;
	reminder: string;
	feedback: string;
	file: string;
	/** Questions that are closed and answered, and such as are open. */
	survey: string;
	question: string;
	openSurvey: string;
	openQuestion: string;
};

export type World = Awaited<ReturnType<typeof plant>>;

/** Plants content for a circle by request, a closed circle, two named people, and Darcy alone; and what no audience sees. */
export async function plant(people: People, open: Awaited<ReturnType<typeof sayInPublic>>) {
	const { darcy, mei, liam, rosa } = people;
	const members = [mei.id, liam.id, rosa.id];
	await addMembers(darcy, { circle: open.request, members });
	const closed = await createCircle(darcy, {
		name: `Closed ${words.closed}`,
		joining: 'closed',
		about: words.closed,
		members
	});
	const request = await tell(people, 'request', `circle:${open.request}`);
	const hidden = await tell(people, 'closed', `circle:${closed.id}`);
	const named = await tell(people, 'named', `people:${mei.id},${rosa.id}`);
	const alone = await createPage(darcy, {
		title: `Alone ${words.me}`,
		markdown: words.me,
		audience: 'me'
	});
	const plan = await prepare(people);
	freezeAt(now().add({ minutes: 1 }));
	const unsaid = await keepToThemselves(people, hidden);
	const circle = { request: open.request, closed: closed.id };
	const questions = {
		request: await askedIn(darcy, circle.request, words.request),
		closed: await askedIn(mei, circle.closed, words.closed)
	};
	await signInSomewhere(darcy);
	await connectDirectory(darcy, words.own);
	await leaveCircle(liam, { circle: circle.request });
	await leaveCircle(liam, { circle: circle.closed });
	await asSystem('setting up the place', (tx) =>
		tx.insertInto('departure').values({ person_id: rosa.id, at: now().toString() }).execute()
	);
	await runDue();
	const asked = now();
	freezeAt(Temporal.Instant.from('2027-01-22T12:00:00Z'));
	await runDue();
	freezeAt(asked);
	const told = {
		notice: (await listNotices(mei, {})).items[0]!.id,
		ask: (await myAsks(mei, {})).items[0]!.id
	};
	return {
		...{ people, open, told, circle, questions, request, hidden, named },
		...{ alone: alone.page, plan },
		...unsaid
	};
}

/** A session of somebody's in a browser that says a word of its own. */
function signInSomewhere({ id }: Actor): Promise<unknown> {
	return asSystem('signing in', (tx) =>
		sql`insert into auth."session" (id, "expiresAt", token, "createdAt", "updatedAt", "userAgent", "userId")
			values (${newId()}, '2999-01-01', ${newToken()}, ${now().toString()}, ${now().toString()}, ${words.own}, ${id})`.execute(
			tx
		)
	);
}

/** One of everything for one audience, made by Darcy and Mei, with Liam and Rosa listening. */
async function tell(
	{ darcy, mei, liam, rosa }: People,
	kind: Kind,
	audience: string
): Promise<Planted> {
	const word = words[kind];
	const bytes = Buffer.from(`Inside ${word}`).toString('base64');
	const attached = await uploadFile(darcy, { name: `${word}.txt`, file: bytes });
	const series = await createSeries(darcy, {
		title: `Series ${word}`,
		about: word,
		audience,
		expectation: { level: kind === 'closed' ? 'required' : 'expected' },
		parts: [
			{
				title: `Part ${word}`,
				markdown: `First ${word}.\n\nSecond ${word}, [read on](${attached.src}).`,
				opens: '2027-01-18',
				closes: '2027-01-31'
			}
		]
	});
	const training = series.parts[0]!.training;
	await publishSeries(darcy, { series: series.id });
	for (const reader of kind === 'named' ? [rosa] : [liam, rosa]) {
		await setFollow(reader, { kind: 'training', id: training, rhythm: 'at_once' });
		await setFollow(reader, { kind: 'series', id: series.id, rhythm: 'daily' });
	}
	await askFirst(darcy, { training, person: mei.id });
	await writeRetrospective(darcy, { series: series.id, worked: words.team, change: word });
	const blocks = (await getTraining(mei, { training })).blocks.map(({ id }) => id);
	await checkOff(mei, { training, version: 1 });
	await placeReading(mei, { document: training, block: blocks[1]! });
	const file = await picture(mei, word);
	const aloud = { id: await record(mei, `Aloud ${word}`, { said: true }), title: `Aloud ${word}` };
	const submission = await addSubmission(mei, {
		training,
		title: `Shared ${word}`,
		markdown: `Mei says ${word}.\n\n![Her desk](${file.src})\n\n${soundLine(aloud)}`
	});
	const submissionBlock = (await listSubmissions(darcy, { training })).items[0]!.blocks[0]!.id;
	const about = { kind: 'training', id: training, block: blocks[0] };
	const comment = await postComment(mei, { about, markdown: `Comment ${word} for @Liam` });
	const reply = await postComment(darcy, {
		about: { kind: 'training', id: training },
		markdown: `Reply ${word}`,
		replyTo: comment.id
	});
	await postComment(darcy, {
		about: { kind: 'submission', id: submission.id },
		markdown: `On a submission ${word}`
	});
	await giveThanks(darcy, { about: { kind: 'submission', id: submission.id } });
	await giveThanks(mei, { about });
	const adoption = await adopt(mei, {
		document: training,
		blocks: [blocks[0]!],
		why: `Why ${word}`,
		shown: true
	});
	const answered = await adopt(mei, {
		document: training,
		blocks: [blocks[1]!],
		how: `How ${word}`
	});
	await answerFollowUp(mei, {
		followUp: answered.id,
		outcome: 'changed',
		note: `Variant ${word}`,
		showVariant: true
	});
	const does = await same(mei, { document: training, blocks: [blocks[0]!], note: `Same ${word}` });
	await same(darcy, { document: submission.id, blocks: [submissionBlock], note: `Same ${word}` });
	const { page } = await publishFromTraining(darcy, { training, submissions: [submission.id] });
	const feedback = await giveFeedback(mei, {
		series: series.id,
		words: `Quotable ${word}`,
		mayQuote: true
	});
	const reminder = await setReminder(mei, {
		...{ kind: 'training', id: training, day: '2027-02-20' },
		words: `Remind ${word}`
	});
	const said = await speak({ darcy, mei }, audience, word, training);
	const over = await survey({ darcy, mei }, series.id, audience, word);
	await closeSurvey(darcy, { survey: over.survey });
	await respondToSurvey(darcy, { survey: over.survey, words: `Response ${word}` });
	const asking = await survey({ darcy, mei }, series.id, audience, word);
	return {
		...over,
		...said,
		openSurvey: asking.survey,
		openQuestion: asking.question,
		series: series.id,
		training,
		blocks,
		submission: submission.id,
		aloud: aloud.id,
		submissionBlock,
		attached: attached.id,
		comment: comment.id,
		reply: reply.id,
		adoption: adoption.id,
		answered: answered.id,
		same: does.id,
		page,
		reminder: reminder.id,
		feedback: feedback.id,
		file: file.id
	};
}

/** A series in preparation for everyone, which its team alone may know of. */
async function prepare({ darcy }: People) {
	const { id: series, parts } = await createSeries(darcy, {
		title: `Plan ${words.plan}`,
		about: words.plan,
		audience: 'everyone',
		expectation: { level: 'required' },
		parts: [
			{
				title: `Planned ${words.plan}`,
				markdown: words.plan,
				opens: '2027-01-18',
				closes: '2027-02-28'
			}
		]
	});
	const training = parts[0]!.training;
	await savePlan(darcy, { series, markdown: `Among ourselves ${words.plan}` });
	await publishTraining(darcy, { training, markdown: `Version ${words.plan}` });
	const comment = await postComment(darcy, {
		about: { kind: 'training', id: training },
		markdown: `Between us ${words.plan}`
	});
	const aside = await postComment(darcy, {
		about: { kind: 'series', id: series },
		markdown: `On the plan ${words.plan}`
	});
	return { series, training, comment: comment.id, aside: aside.id };
}

/** Drafts, what was withdrawn, what is for the team alone, and what is somebody's own. */
async function keepToThemselves({ darcy, mei, siti }: People, { training, page, blocks }: Planted) {
	await placeReading(mei, { document: training, block: blocks[1]! });
	await saveTraining(darcy, { training, markdown: `Unpublished ${words.draft}` });
	const draft = await draftSubmission(mei, { training, title: `Draft ${words.draft}` });
	await saveSubmission(mei, { submission: draft.id, markdown: `Draft ${words.draft}` });
	const file = await picture(mei, words.withdrawn);
	const gone = await addSubmission(mei, {
		training,
		title: `Gone ${words.withdrawn}`,
		markdown: `Gone ${words.withdrawn}\n\n![Her desk](${file.src})`
	});
	const said = await postComment(mei, {
		about: { kind: 'training', id: training },
		markdown: `Gone ${words.withdrawn}`
	});
	await withdrawSubmission(mei, { submission: gone.id });
	await withdrawComment(mei, { comment: said.id });
	const { series } = await getTraining(darcy, { training }).then((found) => ({
		series: found.series.id
	}));
	const toTeam = await giveFeedback(mei, { series, words: `For the team ${words.team}` });
	const narrow = await addSubmission(mei, {
		training,
		markdown: `For Darcy ${words.team}`,
		audience: `people:${darcy.id}`
	});
	await addToPage(darcy, { page, submissions: [narrow.id] });
	const begun = await beginPage(darcy, { title: `Begun ${words.own}` });
	await savePage(darcy, { page: begun.page, markdown: words.own });
	const ownFile = await uploadFile(darcy, {
		name: `${words.own}.txt`,
		file: Buffer.from(words.own).toString('base64')
	});
	const track = await record(mei, `Gone ${words.withdrawn}`, { audience: 'everyone' });
	await withdrawTrack(mei, { track });
	const feed = await createFeed(darcy, { label: `Feed ${words.own}` });
	const { recording: draftTake } = await beginRecording(darcy, { page: `/${words.own}` });
	await createTrack(darcy, { title: `Coming ${words.own}`, audience: 'everyone', bytes: 5 });
	const token = await createToken(darcy, { label: `Token ${words.own}` });
	const leave = await addLeave(darcy, { from: '2027-03-01', to: '2027-03-05' });
	const { link } = await createInvitations(siti, {});
	const { sent } = await createInvitations(siti, { emails: ['ines@example.org'] });
	return {
		draft: draft.id,
		withdrawn: { submission: gone.id, comment: said.id, file: file.id, track },
		feed: feed.id,
		draftTake,
		feedbackToTeam: toTeam.id,
		token: token.id,
		leave: leave.id,
		invitation: link!,
		letter: sent[0]!.id,
		narrow: narrow.id,
		begun: begun.page,
		ownFile: ownFile.id
	};
}

/** A picture of somebody's, whose name holds a word. */
function picture(actor: Actor, word: string) {
	const dot =
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
	return uploadFile(actor, { name: `${word}.png`, file: dot });
}

async function askedIn(who: Actor, circle: string, word: string): Promise<string> {
	return (await askCircle(who, { circle, words: `Asked in ${word}` })).id!;
}
