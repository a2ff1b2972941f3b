import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appRole, as, asSystem } from '#platform/server/db/database.ts';
import { modules } from '../modules.ts';
import { openTestPlace, person } from '../testing.ts';

let close: () => Promise<void>;
beforeAll(async () => {
	close = await openTestPlace();
});
afterAll(() => close());

async function rows<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
	return (await asSystem('at the machine', (tx) => query.execute(tx))).rows;
}

test('row-level security is on for every table, and each has a policy or is for nobody', async () => {
	const bare = await rows(sql<{ name: string }>`
		select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
			and not relrowsecurity and relname <> 'migration'`);
	expect(bare).toEqual([]);
	const silent = await rows(sql<{ name: string }>`
		select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
			and relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid) order by 1`);
	// Counts of tries, set-up links, the index of search and what became of letters are read by functions or at the machine alone; what was asked without a name waits for nobody's eyes.
	expect(silent.map(({ name }) => name)).toEqual([
		...[
			'attempt',
			'digest_round',
			'letter_decline',
			'question_box',
			'search_document',
			'search_word',
			'setup_link'
		]
	]);
});

test('the role that answers people owns nothing, may not go round the policies, and reaches no account', async () => {
	const role = appRole();
	const rights = await rows(sql<Record<string, boolean>>`
		select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = ${role}`);
	expect(Object.values(rights[0]!)).toEqual([false, false, false, false, false]);
	const owned = await rows(sql<{ name: string }>`
		select relname as name from pg_class where relowner = (select oid from pg_roles where rolname = ${role})`);
	expect(owned).toEqual([]);
	const accounts = await rows(
		sql<{ may: boolean }>`select has_schema_privilege(${role}, 'auth', 'usage') as may`
	);
	expect(accounts).toEqual([{ may: false }]);
	const migrations = await rows(sql<{ may: boolean }>`
		select has_table_privilege(${role}, 'public.migration', 'select, insert, update, delete') as may`);
	expect(migrations).toEqual([{ may: false }]);
});

test('no view and no function goes round the policies by accident', async () => {
	const views = await rows(sql<{ name: string }>`
		select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
			and not coalesce(reloptions, '{}') @> '{security_invoker=true}'`);
	// Part of the policy of tracks, which their side tables ask for in turn (decision 32).
	expect(views).toEqual([{ name: 'track_within_reach' }]);
	const careless = await rows(sql<{ name: string }>`
		select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
			and not coalesce(proconfig, '{}') && array['search_path=public']`);
	expect(careless).toEqual([]);
});

test('what waits in the job queue is not read by those who write it', async () => {
	const mei = await person('Mei');
	const read = as(mei.id, (tx) => sql`select data from jobs.job`.execute(tx));
	await expect(read).rejects.toThrow('permission denied');
});

test('few doors see everything, and none of them reads for others', () => {
	const all = modules.flatMap(({ doors }) => doors).filter(({ spec }) => spec.system);
	expect(all.map(({ spec }) => spec.id).toSorted()).toEqual([
		...['circles.create', 'invitations.accept', 'invitations.open'],
		...['letters.readStopLink', 'letters.stopByLink', 'me.changeAddress'],
		...['me.changePassword', 'me.confirmAddress', 'me.erase'],
		...['people.comeBack', 'people.depart', 'people.erase', 'people.import'],
		...['reports.bringBack', 'reports.leave', 'reports.setAside'],
		...['sessions.end', 'sessions.endOthers', 'sessions.list']
	]);
});
