import { sql } from 'kysely';
import type { Context } from '#platform/server/door.ts';
import { record, type Happening } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { addAbsent, letIn } from '../absent.ts';
import { letBack, letGo } from '../departing.ts';
import { peopleById } from '../persons.ts';
import { stewardsHere, unlessLastSteward } from '../stewards.ts';
import type { Directory } from './connecting.ts';

/** What the directory calls somebody. */
export type Names = {
	displayName: string | null;
	givenName: string | null;
	familyName: string | null;
};

/** Somebody as the directory and Junto speak of them; `userName` and `email` are mostly the same. */
export type Entry = Names & {
	id: string;
	userName: string;
	externalId: string | null;
	email: string;
	name: string;
	zone: string;
	locale: string;
	manager: string | null;
	active: boolean;
	joinedAt: string;
};

/** What the directory wants somebody to be; no name where it names nobody. Zone and language are where they begin, from then on they are their own. */
export type Wanted = Omit<Entry, 'id' | 'name' | 'zone' | 'locale' | 'joinedAt'> &
	Partial<Pick<Entry, 'name' | 'zone' | 'locale'>>;

/** The name that these make; undefined where they make none, as half a name does. */
export function nameOf({ displayName, givenName, familyName }: Names): string | undefined {
	return displayName || (givenName && familyName ? `${givenName} ${familyName}` : undefined);
}

/** Which entries are wanted, by what must be the same; names and addresses in any case. */
export type Sought = Partial<Pick<Entry, 'id' | 'userName' | 'externalId'>>;

/** Everybody who has an account, by name: all who are here, and of those who left whom the directory knows and has not deleted. */
export async function entries({ tx }: Directory, sought: Sought = {}): Promise<Entry[]> {
	const { id, userName, externalId } = sought;
	const { rows } = await sql<Entry>`
		select p.id, coalesce(d.user_name, u.email) as "userName", d.external_id as "externalId", d.display_name as "displayName",
			d.given_name as "givenName", d.family_name as "familyName", u.email, p.name, p.zone, p.locale,
			d.manager_id as manager, l.at is null as active, p.joined_at as "joinedAt"
		from person p join auth."user" u on u.id = p.id
			left join directory_person d on d.person_id = p.id left join departure l on l.person_id = p.id
		where (l.at is null or (d.person_id is not null and d.deleted_at is null))
			and ${id === undefined ? sql`true` : sql`p.id::text = lower(${id})`}
			and ${userName === undefined ? sql`true` : sql`lower(coalesce(d.user_name, u.email)) = lower(${userName})`}
			and ${externalId === undefined ? sql`true` : sql`d.external_id = ${externalId}`}
		order by p.name, p.id`.execute(tx);
	return rows;
}

/** The entry with this id. Throws NotFound. */
export async function entry(directory: Directory, id: string): Promise<Entry> {
	const [found] = await entries(directory, { id });
	if (!found) throw new NotFound('There is nobody here by this id');
	return found;
}

/**
 * Adds somebody and sends them a letter with a way in; whoever left and has this address comes back, unless the directory
 * calls them somebody else. Throws Conflict for that, and where somebody here has the name or the address.
 */
export async function addEntry(directory: Directory, wanted: Wanted): Promise<Entry> {
	await refuseTaken(directory, wanted);
	const left = await whoLeft(directory, wanted);
	const id = left ?? (await addNewcomer(directory, wanted));
	await describe(directory, id, wanted);
	const before = await entry(directory, id);
	// Of somebody who left the name is as old as their leaving.
	const named = { displayName: null, givenName: null, familyName: null };
	return changeEntry(directory, { ...before, ...named }, wanted);
}

/** Makes of somebody what the directory wants: their name and address, whether they are here. Throws Conflict. */
export async function changeEntry(
	directory: Directory,
	before: Entry,
	wanted: Wanted
): Promise<Entry> {
	const { tx, at } = directory;
	const { id } = before;
	await refuseTaken(directory, wanted, id);
	await describe(directory, id, wanted);
	// Whoever calls themselves otherwise here stays that, until the directory has a new name for them.
	if (wanted.name && wanted.name !== (nameOf(before) ?? before.name)) {
		await tx.updateTable('person').set({ name: wanted.name }).where('id', '=', id).execute();
		await record(tx, null, at, { verb: 'changed', kind: 'person', id, audience: id });
	}
	if (wanted.email !== before.email) {
		await sql`update auth."user" set email = ${wanted.email}, "updatedAt" = ${at} where id = ${id}`.execute(
			tx
		);
		await tx.deleteFrom('address_change').where('person_id', '=', id).execute();
		await record(tx, null, at, { verb: 'changed address', kind: 'person', id, audience: id });
	}
	if (before.active && !wanted.active) await release(directory, before);
	if (!before.active && wanted.active) await admit(directory, id, wanted);
	return entry(directory, id);
}

/** Lets somebody go; what they wrote stays. Throws NotFound, or Conflict for the last steward. */
export async function removeEntry(directory: Directory, id: string): Promise<void> {
	const before = await entry(directory, id);
	const { tx, at } = directory;
	if (before.active) await release(directory, before);
	const row = { user_name: before.userName, deleted_at: at, at };
	await tx
		.insertInto('directory_person')
		.values({ person_id: before.id, ...row })
		.onConflict((conflict) => conflict.column('person_id').doUpdateSet({ deleted_at: at }))
		.execute();
}

/** Whom the directory wants here is here, and has a letter with a way in. */
async function admit(directory: Directory, id: string, { zone, locale }: Wanted): Promise<void> {
	const { tx, at, heir } = directory;
	if (await letIn(tx, id, at)) {
		const own = { ...(zone && { zone }), ...(locale && { locale }) };
		if (zone || locale) await tx.updateTable('person').set(own).where('id', '=', id).execute();
	} else await letBack(happening(directory), id);
	await record(tx, null, at, {
		verb: 'imported',
		kind: 'people',
		id: newId(),
		audience: heir,
		data: { people: [id], tell: true }
	});
}

/** Somebody new, who is not here before the directory wants them to be. */
async function addNewcomer({ tx, at, heir }: Directory, wanted: Wanted): Promise<string> {
	const { givenName, familyName, userName, email } = wanted;
	const id = newId();
	const name = wanted.name ?? givenName ?? familyName ?? userName;
	const zone = wanted.zone ?? (await peopleById(tx, [heir])).get(heir)!.zone;
	await addAbsent(tx, [{ id, name: name.slice(0, 120), zone, email }], at);
	return id;
}

/**
 * What somebody cared for goes to their manager, else to whom the stewards named, else to the steward of longest standing.
 * Whoever looks after the place does so no more: should they come back, others decide about that.
 */
async function release(directory: Directory, { id: person, manager }: Entry): Promise<void> {
	const { tx, heir } = directory;
	const wished = [...(manager ? [manager] : []), heir, ...(await stewardsHere(tx))];
	const here = await peopleById(tx, wished, 'here');
	const to = wished.find((one) => one !== person && here.has(one));
	await letGo(happening(directory), { person, to, by: null });
	await unlessLastSteward(tx.deleteFrom('stewardship').where('person_id', '=', person).execute());
}

async function describe({ tx, at }: Directory, id: string, wanted: Wanted): Promise<void> {
	const known = wanted.manager && (await peopleById(tx, [wanted.manager])).has(wanted.manager);
	const row = {
		user_name: wanted.userName,
		external_id: wanted.externalId,
		display_name: wanted.displayName,
		given_name: wanted.givenName,
		family_name: wanted.familyName,
		manager_id: known ? wanted.manager : null,
		deleted_at: null,
		at
	};
	await tx
		.insertInto('directory_person')
		.values({ person_id: id, ...row })
		.onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
		.execute();
}

async function refuseTaken(
	{ tx }: Directory,
	{ userName, email }: Wanted,
	besides?: string
): Promise<void> {
	// Whoever left, and whom the directory does not know or has deleted, comes back by their address.
	const counts = besides
		? sql`u.id <> ${besides}`
		: sql`(l.at is null or (d.person_id is not null and d.deleted_at is null))`;
	const { rows } = await sql`select from auth."user" u
			left join directory_person d on d.person_id = u.id left join departure l on l.person_id = u.id
		where (lower(coalesce(d.user_name, u.email)) = lower(${userName}) or u.email = ${email}) and ${counts}`.execute(
		tx
	);
	if (rows.length > 0) throw new Conflict('Somebody here has this name or this address already');
}

/** Who left and has this address. Throws Conflict where the directory called them somebody else then: addresses are given again. */
async function whoLeft(
	{ tx }: Directory,
	{ email, externalId }: Wanted
): Promise<string | undefined> {
	const { rows } = await sql<{ id: string; known: string | null }>`
		select u.id, d.external_id as known from auth."user" u
			join departure l on l.person_id = u.id left join directory_person d on d.person_id = u.id
		where u.email = ${email}`.execute(tx);
	const [left] = rows;
	if (left?.known && externalId && left.known !== externalId)
		throw new Conflict(
			'Somebody who left had this address. A steward has to erase them, or to take back that they left'
		);
	return left?.id;
}

function happening({ tx, at }: Directory): Pick<Context<unknown>, 'tx' | 'at' | 'record'> {
	return { tx, at, record: (one: Happening) => record(tx, null, at, one) };
}
