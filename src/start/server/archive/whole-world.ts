import sharp from 'sharp';
import { expect } from 'vitest';
import { closeCall, createCall, declineCall } from '#modules/audio/server/calls.ts';
import { createPlaylist, withdrawPlaylist } from '#modules/audio/server/playlists.ts';
import { sendAll } from '#modules/audio/server/tone.fixture.ts';
import { bringBackTake } from '#modules/audio/server/takes.ts';
import { createTrack, getTrack } from '#modules/audio/server/tracks.ts';
import { closeThread } from '#modules/discussion/server/closing.ts';
import { editComment } from '#modules/discussion/server/comments.ts';
import { askCircle, withdrawQuestion } from '#modules/discussion/server/questions.ts';
import { updatesOf } from '#modules/documents/server/folding.ts';
import { fromMarkdown } from '#modules/documents/server/markdown.ts';
import { updateFrom } from '#modules/documents/server/ydoc.ts';
import { answerConsent } from '#modules/library/server/consent.ts';
import { endAdoption } from '#modules/methods/server/taking-up.ts';
import { readNotices } from '#modules/notices/server/inbox.ts';
import { arrive } from '#modules/notices/server/visits.ts';
import { eraseMe } from '#modules/people/server/erasing.ts';
import { createCircle } from '#modules/people/server/circles.ts';
import { addSkill } from '#modules/people/server/skills.ts';
import { addMeeting, dropMeeting } from '#modules/series/server/meetings.ts';
import { startFromBeginning } from '#modules/series/server/pace.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { startEarly } from '#modules/series/server/taking-part.ts';
import { addTrainer } from '#modules/series/server/team.ts';
import { blockMentions } from '#modules/notices/server/blocking.ts';
import { removeOccasion } from '#modules/notices/server/occasions.ts';
import { setReminder } from '#modules/notices/server/reminders.ts';
import { setLetterKind } from '#modules/notices/server/stopping.ts';
import { chooseFace, changePassword } from '#modules/people/server/me.ts';
import { cancelSeries } from '#modules/series/server/cancelling.ts';
import { runAgain } from '#modules/series/server/running-again.ts';
import { newBlockId } from '#platform/server/ids.ts';
import { myAsks, snoozeAsk } from '#modules/notices/server/asks.ts';
import { now } from '#platform/server/clock.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { invitePeople, plant, sayInPublic, type World } from '../leaks/world.ts';

/** Typed in an editor, and folded into no draft yet. */
export const typed = 'typed a moment ago';

/** The world of the leak matrix, with something in every table of an archive that the demo does not fill. */
export async function plantEverything(): Promise<World> {
	const people = await invitePeople();
	const world = await plant(people, await sayInPublic(people));
	const { darcy, mei, kofi } = people;
	await runAgain(darcy, { series: world.request.series, firstOpens: '2027-02-08' });
	await cancelSeries(darcy, { series: world.named.series, reason: 'Too early' });
	await closeThread(mei, { comment: world.request.comment, words: 'Settled' });
	await editComment(mei, { comment: world.hidden.comment, markdown: 'Said *better*' });
	await blockMentions(mei, { person: kofi.id });
	await changePassword(darcy, { password: 'slow waters carve deep' });
	const [ask] = (await myAsks(mei, {})).items;
	await snoozeAsk(mei, { ask: ask!.id });
	await leaveNothingEmpty(world);
	await type(darcy, world.request.page);
	return world;
}

/** What the world of the leak matrix has nothing of. */
async function leaveNothingEmpty(world: World): Promise<void> {
	const { darcy, mei, kofi, liam } = world.people;
	const { take } = await getTrack(darcy, { track: world.hidden.track });
	await as(darcy.id, (tx) =>
		tx
			.insertInto('machine_transcript')
			.values({ take_id: take!.id, at: now().toString() })
			.execute()
	);
	await bringBackTake(darcy, { track: world.hidden.said, take: world.hidden.saidFirst });
	const here = [darcy, mei, kofi, liam, world.people.siti];
	const { training } = world.hidden;
	const gone = { training, format: 'live', day: '2027-06-03', time: '10:00' } as const;
	await dropMeeting(darcy, { training, meeting: (await addMeeting(darcy, gone)).id });
	const { id: list } = await createPlaylist(darcy, { title: 'Gone', audience: 'everyone' });
	await withdrawPlaylist(darcy, { playlist: list });
	const { playlist: call } = await createCall(darcy, {
		...{ question: 'Closed?', audience: 'everyone', people: [mei.id], closes: '2027-06-30' }
	});
	await declineCall(mei, { playlist: call, words: 'No time', instead: kofi.id });
	await closeCall(darcy, { playlist: call });
	const { id: crew } = await createCircle(darcy, {
		...{ name: 'Crew', joining: 'closed', members: here.map(({ id }) => id) }
	});
	await askCircle(mei, { circle: crew, words: 'Who dares?', named: false });
	const { id: hasty } = await askCircle(mei, { circle: crew, words: 'Never mind' });
	await withdrawQuestion(mei, { question: hasty! });
	const nothing = Buffer.from('This is no voice');
	const { recording } = await createTrack(darcy, {
		...{ title: 'Nothing', audience: 'everyone', bytes: nothing.length }
	});
	await expect(sendAll(recording, nothing)).rejects.toThrow();
	await endAdoption(mei, { adoption: world.request.adoption });
	await answerConsent(mei, { page: world.hidden.page, submission: world.narrow, agreed: true });
	await startFromBeginning(kofi, { series: world.open.series });
	await startEarly(kofi, { training: world.open.training });
	await addTrainer(darcy, { training: world.hidden.training, person: mei.id });
	await addSkill(mei, { name: 'Listening', direction: 'teach' });
	const season = {
		kind: 'training',
		id: world.open.training,
		occasion: world.open.occasion
	} as const;
	await setReminder(kofi, season);
	await removeOccasion(world.people.siti, { occasion: world.open.occasion });
	await setLetterKind(kofi, { kind: 'digest', on: false });
	await arrive(kofi, { subject: world.open.series });
	await readNotices(darcy, {});
	await chooseFace(mei, { file: await redSquare() });
	// A circle, and somebody beside it who prepares a part.
	const { id } = await createSeries(darcy, {
		title: 'Beside',
		audience: `circle:${world.circle.request}`,
		expectation: { level: 'offered' },
		parts: [
			{
				...{ title: 'One', markdown: 'One.', trainers: [kofi.id] },
				...{ opens: '2027-03-01', closes: '2027-03-14' }
			}
		]
	});
	await publishSeries(darcy, { series: id });
	await eraseMe(liam, {
		...{ name: liam.name, submissions: 'stay', comments: 'stay', pages: 'stay' }
	});
}

async function redSquare(): Promise<string> {
	const square = sharp({ create: { width: 300, height: 300, channels: 3, background: '#b93a1c' } });
	return (await square.png().toBuffer()).toString('base64');
}

/** What somebody typed in the editor, and no fold has taken up yet. */
async function type(by: Actor, page: string): Promise<void> {
	const at = now().toString();
	await as(by.id, async (tx) => {
		const log = await updatesOf(tx, page, at);
		const bytes = Buffer.from(updateFrom(fromMarkdown(typed, newBlockId), log));
		await tx
			.insertInto('draft_update')
			.values({ document_id: page, person_id: by.id, bytes, at })
			.execute();
	});
}
