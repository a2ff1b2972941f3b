import { sql } from 'kysely';
import { EVERYONE, peopleIn } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { peopleById } from '#modules/people/server/persons.ts';
import type { ShownCall } from '../audio.ts';
import { trackRow } from './rows.ts';

type Row = Pick<
	ShownCall,
	'question' | 'closes' | 'minutes' | 'answers' | 'closed' | 'early' | 'outcome'
> & {
	invited: string[];
	declined: { person: string; words: string }[];
	suggested: { person: string; by: string }[];
	meeting: ShownCall['meeting'];
	marked: string[];
	heard: string[];
};

/** What a playlist asks, as its reader meets it; null where it asks nothing. In one statement, three where it asks, and up to three more for whoever answered. */
export async function showCall(
	tx: Tx,
	playlist: string,
	{ reader, at }: { reader: string; at: string }
): Promise<ShownCall | null> {
	const { rows } = await sql<Row>`
		select c.question, c.closes::text as closes, c.minutes, c.answers, e.at as closed, c.due_at > ${at} as early,
			(select json_build_object('words', o.words, 'at', o.at) from call_outcome o where o.playlist_id = c.playlist_id) as outcome,
			array(select person_id from call_invitation i where i.playlist_id = c.playlist_id order by i.at, i.person_id) as invited,
			array(select json_build_object('person', d.person_id, 'words', d.words) from call_decline d
				where d.playlist_id = c.playlist_id) as declined,
			array(select json_build_object('person', s.person_id, 'by', s.by_id) from call_suggestion s
				where s.playlist_id = c.playlist_id order by s.at, s.person_id) as suggested,
			(select json_build_object('startsAt', t.starts_at, 'minutes', t.minutes, 'place', t.place)
				from call_meeting t where t.playlist_id = c.playlist_id) as meeting,
			array(select track_id from call_mark m where m.playlist_id = c.playlist_id) as marked,
			array(select p.track_id from playlist_track p where p.playlist_id = c.playlist_id) as heard
		from call c left join call_closing e on e.playlist_id = c.playlist_id
		where c.playlist_id = ${playlist}`.execute(tx);
	const [row] = rows;
	if (!row) return null;
	const answers = await answersTo(tx, playlist);
	const named = row.suggested.flatMap(({ person, by }) => [person, by]);
	const people = await peopleById(tx, [...row.invited, ...named]);
	const voices = new Set(answers.map((answer) => answer.voice_id));
	const declined = new Map(row.declined.map(({ person, words }) => [person, { words }]));
	const closed = row.closed && Temporal.Instant.from(row.closed);
	const { outcome, heard, meeting, ...shown } = row;
	return {
		...shown,
		invited: row.invited.map((id) => ({
			...{ id, name: people.get(id)?.name ?? '', face: people.get(id)?.face ?? null },
			answered: voices.has(id),
			declined: declined.get(id) ?? null
		})),
		count: answers.length,
		shut: answers.filter((answer) => answer.shut).length,
		mine: {
			invited: row.invited.includes(reader),
			answered: voices.has(reader),
			declined: declined.has(reader),
			unheard: await unheardBy(
				tx,
				answers.find((answer) => answer.voice_id === reader)?.track_id,
				row.invited
			)
		},
		late: answers
			.filter(
				(answer) =>
					heard.includes(answer.track_id) &&
					closed &&
					Temporal.Instant.compare(answer.at, closed) > 0
			)
			.map((answer) => answer.track_id),
		outcome: outcome && { ...outcome, at: Temporal.Instant.from(outcome.at).toString() },
		suggested: row.suggested
			.filter(({ person }) => !row.invited.includes(person) && people.has(person))
			.map(({ person, by }) => {
				const { name, face } = people.get(person)!;
				return { id: person, name, face, by: people.get(by)?.name ?? '' };
			}),
		meeting: meeting && {
			...meeting,
			startsAt: Temporal.Instant.from(meeting.startsAt).toString()
		}
	};
}

/** Those of some people who are here and do not hear a track. */
export async function unheardBy(tx: Tx, track: string | undefined, people: string[]) {
	if (!track) return [];
	const { audience_id: audience } = await trackRow(tx, track);
	if (audience === EVERYONE) return [];
	const among = new Set(await peopleIn(tx, audience));
	const rest = people.filter((person) => !among.has(person));
	return [...(await peopleById(tx, rest, 'here'))].map(([id, { name, face }]) => ({
		id,
		name,
		face
	}));
}

/** Whose answers are here, and since when. */
export async function answersTo(tx: Tx, playlist: string) {
	const { rows } = await sql<{ track_id: string; voice_id: string; at: string; shut: boolean }>`
		select * from call_answers(${playlist}) order by at, track_id`.execute(tx);
	return rows;
}
