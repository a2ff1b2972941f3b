import { sql } from 'kysely';
import { addAccount } from '#platform/server/auth.ts';
import type { Context } from '#platform/server/door.ts';
import { record, type Happening } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { letBack, letGo } from '../departing.ts';
import { addPerson, peopleById } from '../persons.ts';
import { stewardsHere } from '../stewards.ts';
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

/** What the directory wants somebody to be. Zone and language are where they begin; from then on they are their own. */
export type Wanted = Omit<Entry, 'id' | 'zone' | 'locale' | 'joinedAt'> &
	Partial<Pick<Entry, 'zone' | 'locale'>>;

/** The name that these make; undefined where they make none. */
export function nameOf({ displayName, givenName, familyName }: Names): string | undefined {
	return displayName || [givenName, familyName].filter(Boolean).join(' ') || undefined;
}

/** Which entries are wanted, by what must be the same; names and addresses in any case. */
export type Sought = Partial<Pick<Entry, 'id' | 'userName' | 'externalId'>>;

/** Everybody who has an account, by name: all who are here, and of those who left whoever the directory knows. */
export async function entries({ tx }: Directory, sought: Sought = {}): Promise<Entry[]> {
	const { id, userName, externalId } = sought;
	const { rows } = await sql<Entry>`
		select p.id, coalesce(d.user_name, u.email) as "userName", d.external_id as "externalId", d.display_name as "displayName",
			d.given_name as "givenName", d.family_name as "familyName", u.email, p.name, p.zone, p.locale,
			d.manager_id as manager, l.at is null as active, p.joined_at as "joinedAt"
		from person p join auth."user" u on u.id = p.id
			left join directory_person d on d.person_id = p.id left join departure l on l.person_id = p.id
		where (l.at is null or d.person_id is not null)
			and ${id === undefined ? sql`true` : sql`p.id::text = ${id}`}
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

/** Adds somebody and sends them a letter with a way in; whoever left and has this address comes back. Throws Conflict where somebody here has it. */
export async function addEntry(directory: Directory, wanted: Wanted): Promise<Entry> {
	const { tx, at, heir } = directory;
	await refuseTaken(directory, wanted);
	const id = (await whoLeft(directory, wanted.email)) ?? (await addNewcomer(directory, wanted));
	await describe(directory, id, wanted);
	const added = await changeEntry(directory, id, wanted);
	if (added.active)
		await record(tx, null, at, {
			verb: 'imported',
			kind: 'people',
			id: newId(),
			audience: heir,
			data: { people: [id], tell: true }
		});
	return added;
}

/** Makes of somebody what the directory wants: their name and address, whether they are here. Throws NotFound, or Conflict. */
export async function changeEntry(
	directory: Directory,
	id: string,
	wanted: Wanted
): Promise<Entry> {
	const { tx, at } = directory;
	const before = await entry(directory, id);
	await refuseTaken(directory, wanted, id);
	await describe(directory, id, wanted);
	// Whoever calls themselves otherwise here stays that, until the directory has a new name for them.
	if (wanted.name !== (nameOf(before) ?? before.name)) {
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
	if (before.active && !wanted.active) await release(directory, id);
	if (!before.active && wanted.active) await letBack(happening(directory), id);
	return entry(directory, id);
}

async function addNewcomer({ tx, at, heir }: Directory, wanted: Wanted): Promise<string> {
	const id = newId();
	const zone = wanted.zone ?? (await peopleById(tx, [heir])).get(heir)!.zone;
	await addAccount(tx, { ...wanted, id, at });
	await addPerson(tx, { ...wanted, id, zone, at });
	if (wanted.locale)
		await tx.updateTable('person').set({ locale: wanted.locale }).where('id', '=', id).execute();
	return id;
}

/** Lets somebody go and forgets what the directory called them; what they wrote stays. Throws NotFound, or Conflict for the last steward. */
export async function removeEntry(directory: Directory, id: string): Promise<void> {
	const { active } = await entry(directory, id);
	if (active) await release(directory, id);
	await directory.tx.deleteFrom('directory_person').where('person_id', '=', id).execute();
}

/** What somebody cared for goes to their manager, else to whom the stewards named, else to the steward of longest standing. */
async function release(directory: Directory, person: string): Promise<void> {
	const { tx, heir } = directory;
	const { manager } = await entry(directory, person);
	const wished = [...(manager ? [manager] : []), heir, ...(await stewardsHere(tx))];
	const here = await peopleById(tx, wished, 'here');
	const to = wished.find((one) => one !== person && here.has(one));
	await letGo(happening(directory), { person, to, by: null });
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
	// Whoever left, and whom the directory does not know, comes back by their address.
	const counts = besides ? sql`u.id <> ${besides}` : sql`(l.at is null or d.person_id is not null)`;
	const { rows } = await sql`select from auth."user" u
			left join directory_person d on d.person_id = u.id left join departure l on l.person_id = u.id
		where (lower(d.user_name) = lower(${userName}) or u.email = ${email}) and ${counts}`.execute(tx);
	if (rows.length > 0) throw new Conflict('Somebody here has this name or this address already');
}

async function whoLeft({ tx }: Directory, email: string): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`select u.id from auth."user" u
		join departure l on l.person_id = u.id where u.email = ${email}`.execute(tx);
	return rows[0]?.id;
}

function happening({ tx, at }: Directory): Pick<Context<unknown>, 'tx' | 'at' | 'record'> {
	return { tx, at, record: (one: Happening) => record(tx, null, at, one) };
}
