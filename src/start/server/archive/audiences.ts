import { sql } from 'kysely';
import { Conflict } from '#platform/errors.ts';
import { EVERYONE, sameAs } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { refusal } from './format.ts';
import type { Row, Rows } from './rows.ts';

/** Audiences of an archive as they are to be here: those that come anew, and as which ones of ours the others are known. */
export type Placed = { rows: Rows; here: Map<string, string> };

/**
 * Finds or makes an archive's audiences: everyone is everyone here, a circle is ours by its id or comes anew and closed,
 * and people together are whom we know by the same set. Nobody is let into an audience that is here already. Throws
 * Invalid, or Conflict where an id of theirs is something else here.
 */
export async function placeAudiences(tx: Tx, rows: Rows): Promise<Placed> {
	const here = new Map<string, string>();
	const settled = new Set<unknown>();
	const audiences: Row[] = [];
	const members = Map.groupBy(rows.get('audience_person') ?? [], (row) => row.audience_id);
	const within = Map.groupBy(rows.get('audience_circle') ?? [], (row) => row.audience_id);
	const circles = new Map((rows.get('circle') ?? []).map((row) => [row.id, row]));
	const people = new Set((rows.get('person') ?? []).map(({ id }) => id));
	const known = await kindsHere(tx, rows.get('audience') ?? []);
	for (const audience of rows.get('audience') ?? []) {
		const id = String(audience.id);
		const kind = known.get(id);
		const settle = (as?: string) => {
			settled.add(id);
			if (as && as !== id) here.set(id, as);
		};
		if (audience.kind === 'everyone' && id === EVERYONE) settle();
		else if (audience.kind === 'me' && people.has(id)) settle();
		else if (audience.kind === 'circle' && circles.has(id)) {
			if (kind && kind !== 'circle') throw new Conflict('A circle in it is something else here');
			if (kind) settle();
			else audiences.push({ ...audience, same_as: null });
		} else if (audience.kind === 'people') {
			const fixed = audience.same_as !== null;
			const same = fixed ? nameOf(members.get(id) ?? [], within.get(id) ?? []) : null;
			const ours = same === null ? undefined : await foundBy(tx, same);
			if (ours) settle(ours);
			else if (kind) throw new Conflict('An audience in it is here already');
			else audiences.push({ ...audience, same_as: same });
		} else throw refusal('An audience in it is none');
	}
	const fresh = new Map(rows);
	fresh.set('audience', audiences);
	for (const table of ['audience_person', 'audience_circle'])
		fresh.set(
			table,
			(rows.get(table) ?? []).filter((row) => !settled.has(row.audience_id))
		);
	fresh.set('circle', [...circles.values()].filter(({ id }) => !settled.has(id)).map(asClosed));
	fresh.set(
		'circle_member',
		(rows.get('circle_member') ?? []).filter((row) => !settled.has(row.circle_id))
	);
	return { rows: fresh, here };
}

async function kindsHere(tx: Tx, audiences: Row[]): Promise<Map<string, string>> {
	const ids = audiences.map(({ id }) => String(id));
	const { rows } = await sql<{ id: string; kind: string }>`
		select id, kind from audience where id = any (${ids}::uuid[])`.execute(tx);
	return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/** Made anew from who is in it: by this name a set of people is found, and an archive might say another. */
function nameOf(members: Row[], circles: Row[]): string {
	if (circles.length > 1) throw refusal('An audience in it is none');
	const circle = circles[0] && String(circles[0].circle_id);
	return sameAs(
		members.map((row) => String(row.person_id)),
		circle
	);
}

async function foundBy(tx: Tx, same: string): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`
		select id from audience where same_as = ${same}`.execute(tx);
	return rows[0]?.id;
}

function asClosed(circle: Row): Row {
	return { ...circle, joining: 'closed' };
}
