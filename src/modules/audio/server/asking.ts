import { asSystem, type Tx } from '#platform/server/db/database.ts';
import { record, type Event } from '#platform/server/events.ts';
import { closesAt } from '#platform/time/windows.ts';
import { ask, dropAsk, finishAsk } from '#modules/notices/server/asks.ts';
import { tellPeople } from '#modules/notices/server/telling.ts';
import { endsFor, zonesOf } from '#modules/people/server/rhythm.ts';
import { callRow } from './rows.ts';
import { answersTo, unheardBy } from './shown-call.ts';

const asks = new Set(['asked', 'invited', 'ended', 'reopened']);

/** Asks those who are invited to a question until the end of their own day, or until it was closed. Bears a second time. */
export async function askInvited(event: Event): Promise<void> {
	if (event.kind !== 'playlist' || !asks.has(event.verb)) return;
	await asSystem('asking people', async (tx) => {
		const call = await callRow(tx, event.id);
		// Whoever said that they cannot is not asked again because somebody else is.
		const one = event.verb === 'invited' ? [String(event.data.person)] : null;
		const invited = one ?? (await stillAsked(tx, event.id));
		const zones = await zonesOf(tx, invited);
		const window = { opens: call.closes, closes: call.closes };
		await ask(tx, {
			...{ kind: 'playlist', subject: event.id, level: 'offered', minutes: call.minutes },
			people: invited.map((id) => ({
				id,
				opensAt: call.at,
				untilAt: call.closed ?? closesAt(window, zones.get(id) ?? 'UTC').toString()
			}))
		});
	});
}

/** What all who were asked, or answered, are told. */
const forAll = new Set(['ended', 'reopened', 'concluded', 'meets', 'dropped meeting']);
const tells = new Set(['answered', 'passed', 'invited', ...forAll]);

/** Whoever answered, or cannot, is asked no more; whoever asked hears of it, and all hear what came of it. Bears a second time. */
export async function tellOfAnswers(event: Event): Promise<void> {
	const { kind, verb, id, actor } = event;
	if (kind !== 'playlist' || !tells.has(verb)) return;
	await asSystem('telling people', async (tx) => {
		const { owner_id: owner } = await callRow(tx, id);
		if (verb === 'passed' && actor) await dropAsk(tx, actor, kind, id);
		if (verb === 'answered' && actor) await finishAsk(tx, actor, kind, id, event.at);
		if (verb === 'invited')
			return tellPeople(tx, event, await voicesUnheardBy(tx, id, String(event.data.person)));
		const rest = forAll.has(verb)
			? [...(await invitedTo(tx, id)), ...(await voicesIn(tx, id))]
			: [];
		await tellPeople(tx, event, [...new Set([owner, ...rest])]);
	});
}

/** Ends the questions whose day is over for the last of those who were asked; returns how many. */
export async function endCalls(at: Temporal.Instant): Promise<number> {
	return asSystem('asking people', async (tx) => {
		const due = await tx
			.selectFrom('call')
			.innerJoin('playlist', 'playlist.id', 'call.playlist_id')
			.leftJoin('call_closing as closing', 'closing.playlist_id', 'call.playlist_id')
			.select([
				'call.playlist_id as id',
				'call.closes',
				'playlist.owner_id',
				'playlist.audience_id'
			])
			.where('call.due_at', '<=', at.toString())
			.where('closing.at', 'is', null)
			.orderBy('call.due_at')
			.limit(100)
			.execute();
		for (const { id, closes, owner_id, audience_id: audience } of due) {
			const ends = await endsFor(tx, [owner_id, ...(await invitedTo(tx, id))], closes);
			// Somebody moved to where the day is longer.
			if (Temporal.Instant.compare(ends, at) > 0) await putOff(tx, id, ends);
			else {
				const closing = { playlist_id: id, at: at.toString() };
				const ended = await tx
					.insertInto('call_closing')
					.values(closing)
					.onConflict((conflict) => conflict.doNothing())
					.returning('at')
					.executeTakeFirst();
				// Another worker may have ended it at this moment.
				if (ended)
					await record(tx, null, closing.at, { verb: 'ended', kind: 'playlist', id, audience });
			}
		}
		return due.length;
	});
}

async function invitedTo(tx: Tx, playlist: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('call_invitation')
		.select('person_id')
		.where('playlist_id', '=', playlist)
		.execute();
	return rows.map((row) => row.person_id);
}

async function stillAsked(tx: Tx, playlist: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('call_decline')
		.select('person_id')
		.where('playlist_id', '=', playlist)
		.execute();
	const cannot = new Set(rows.map((row) => row.person_id));
	return (await invitedTo(tx, playlist)).filter((person) => !cannot.has(person));
}

/** Those who answered before somebody was asked, and let them hear it or not. */
async function voicesUnheardBy(tx: Tx, playlist: string, person: string): Promise<string[]> {
	const voices: string[] = [];
	for (const { track_id, voice_id } of await answersTo(tx, playlist))
		if ((await unheardBy(tx, track_id, [person])).length > 0) voices.push(voice_id);
	return voices;
}

async function voicesIn(tx: Tx, playlist: string): Promise<string[]> {
	return (await answersTo(tx, playlist)).map((answer) => answer.voice_id);
}

async function putOff(tx: Tx, playlist: string, ends: string): Promise<void> {
	await tx.updateTable('call').set({ due_at: ends }).where('playlist_id', '=', playlist).execute();
}
