import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSeries } from '#modules/series/server/planning.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from './testing.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { getPerson } from '#modules/people/server/persons.ts';
import { changeMe, getMe } from '#modules/people/server/me.ts';
import {
	changeDirectory,
	connectDirectoryHere,
	disconnectDirectory,
	getDirectory
} from '#modules/people/server/directory/connecting.ts';
import { answerScim } from '#modules/people/server/directory/scim.ts';

let close: () => Promise<void>;
let token: string;
let agnes: Actor;
let siti: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	agnes = await person('Agnes', { steward: true });
	siti = await person('Siti', { zone: 'Asia/Brunei' });
	({ token } = await connectDirectoryHere('siti@example.org'));
});
afterAll(() => close());

type Answer = {
	status: number;
	// What a directory reads is whatever the standard has it be.
	body: Record<string, any>;
	type: string | null;
	location: string | null;
};

async function ask(
	method: string,
	path: string,
	body?: unknown,
	bearer: string | undefined = token
): Promise<Answer> {
	const url = new URL(path, 'https://junto.test/scim/v2/');
	const request = new Request(url, {
		method,
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
	});
	const answer = await answerScim(bearer, request, {
		base: 'https://junto.test/scim/v2',
		path: url.pathname.replace('/scim/v2/', '')
	});
	const text = await answer.text();
	return {
		status: answer.status,
		body: text ? JSON.parse(text) : {},
		type: answer.headers.get('content-type'),
		location: answer.headers.get('location')
	};
}

const user = (email: string, more: object = {}) => ({
	schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
	userName: email,
	emails: [{ value: email, type: 'work', primary: true }],
	active: true,
	...more
});
const patch = (...operations: object[]) => ({
	schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
	Operations: operations
});
const gone = patch({ op: 'Replace', path: 'active', value: 'False' });

const add = async (name: string, more: object = {}) => {
	const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
	const { status, body } = await ask('POST', 'Users', user(email, { displayName: name, ...more }));
	expect(status).toBe(201);
	return String(body.id);
};

describe('a stranger', () => {
	test.each([undefined, 'junto_guessed'])(
		'with the token %s learns and changes nothing',
		async (guess) => {
			for (const [method, path, body] of [
				['GET', 'Users'],
				['GET', `Users/${agnes.id}`],
				['GET', 'ServiceProviderConfig'],
				['POST', 'Users', user('eve@example.org')],
				['PATCH', `Users/${agnes.id}`, gone],
				['DELETE', `Users/${agnes.id}`]
			] as const) {
				const answer = await ask(method, path, body, guess ?? '');
				expect(answer.status).toBe(401);
				expect(JSON.stringify(answer.body)).not.toContain('Agnes');
			}
			expect((await getPerson(siti, { person: agnes.id })).here).toBe(true);
		}
	);

	test('who is no steward neither sees nor ends the connection', async () => {
		await expect(getDirectory(siti, {})).rejects.toThrow('not yours');
		await expect(changeDirectory(siti, { heir: siti.id })).rejects.toThrow('not yours');
		await expect(disconnectDirectory(siti, {})).rejects.toThrow('not yours');
	});
});

describe('somebody whom the directory adds', () => {
	test('is here, in their own zone and language, and gets a letter with a way in', async () => {
		const sent = user('mei.chen@example.org', {
			externalId: '00u1',
			displayName: 'Mei Chen',
			timezone: 'Asia/Taipei',
			preferredLanguage: 'de-DE'
		});
		const { status, body, type, location } = await ask('POST', 'Users', sent);
		expect(status).toBe(201);
		expect(type).toBe('application/scim+json');
		expect(location).toBe(`https://junto.test/scim/v2/Users/${body.id}`);
		expect(body).toMatchObject({
			userName: 'mei.chen@example.org',
			externalId: '00u1',
			active: true
		});
		const mei = (await actorOf(String(body.id)))!;
		expect(mei).toMatchObject({
			name: 'Mei Chen',
			zone: 'Asia/Taipei',
			locale: 'de',
			steward: false
		});
		await runDue();
		const letters = await asSystem('at the machine', (tx) =>
			tx.selectFrom('letter').select(['kind', 'address']).where('person_id', '=', mei.id).execute()
		);
		expect(letters).toEqual([{ kind: 'sign_in', address: 'mei.chen@example.org' }]);
	});

	test('begins in the zone of whoever takes over where the directory says none that there is', async () => {
		const id = await add('Noor', { timezone: 'Atlantis/Centre' });
		expect((await actorOf(id))!.zone).toBe('Asia/Brunei');
	});

	test('keeps zone, language and the name they give themselves, until the directory has another name for them', async () => {
		const id = await add('Alexandra Roy', { timezone: 'Europe/Paris' });
		const alexandra = (await actorOf(id))!;
		await changeMe(alexandra, { name: 'Sasha Roy', zone: 'Africa/Accra' });
		const same = user('alexandra.roy@example.org', {
			displayName: 'Alexandra Roy',
			timezone: 'Europe/Paris'
		});
		await ask('PUT', `Users/${id}`, same);
		expect(await actorOf(id)).toMatchObject({ name: 'Sasha Roy', zone: 'Africa/Accra' });
		await ask('PUT', `Users/${id}`, { ...same, displayName: 'Alexandra Roy-Diaz' });
		expect(await actorOf(id)).toMatchObject({ name: 'Alexandra Roy-Diaz', zone: 'Africa/Accra' });
	});

	test('is not added twice, whatever case their address is in', async () => {
		await add('Rosa');
		const again = await ask('POST', 'Users', user('ROSA@example.org'));
		expect(again.status).toBe(409);
		expect(again.body.scimType).toBe('uniqueness');
	});
});

describe('what the directory looks up', () => {
	test('is everybody with an account, also whoever came without it', async () => {
		const { body } = await ask('GET', 'Users?filter=userName eq "AGNES@example.org"');
		expect(body).toMatchObject({ totalResults: 1, Resources: [{ id: agnes.id, active: true }] });
		const all = await ask('GET', 'Users?count=2&startIndex=2&attributes=userName');
		expect(all.body.itemsPerPage).toBe(2);
		expect(all.body.Resources).toHaveLength(2);
		expect(all.body.totalResults).toBeGreaterThan(3);
		expect(Object.keys(all.body.Resources[0])).not.toContain('emails');
	});

	test('is found by its own id for them, and by other filters', async () => {
		const id = await add('Tane', { externalId: 'tane-7' });
		const one = await ask('GET', 'Users?filter=externalId eq "tane-7"');
		expect(one.body.Resources.map((each: { id: string }) => each.id)).toEqual([id]);
		const other = await ask('GET', 'Users?filter=emails.value sw "tane" and active eq true');
		expect(other.body.Resources.map((each: { id: string }) => each.id)).toEqual([id]);
		const none = await ask('GET', 'Users?filter=userName eq "nobody@example.org"');
		expect(none.body).toMatchObject({ totalResults: 0, Resources: [] });
	});

	test('describes itself as the standard wants it', async () => {
		const config = await ask('GET', 'ServiceProviderConfig');
		expect(config.body).toMatchObject({ patch: { supported: true }, filter: { maxResults: 200 } });
		expect((await ask('GET', 'ResourceTypes')).body.Resources.map((one: any) => one.id)).toEqual([
			'User'
		]);
		expect((await ask('GET', 'Schemas')).body.totalResults).toBe(2);
		expect((await ask('GET', 'Groups')).status).toBe(404);
	});
});

describe('a change', () => {
	test('of one part of a name leaves the other', async () => {
		const id = await add('x', {
			displayName: undefined,
			name: { givenName: 'Ingrid', familyName: 'Lund' },
			userName: 'ingrid@example.org',
			emails: [{ value: 'ingrid@example.org', primary: true }]
		});
		await ask(
			'PATCH',
			`Users/${id}`,
			patch({ op: 'replace', path: 'name.familyName', value: 'Berg' })
		);
		expect((await actorOf(id))!.name).toBe('Ingrid Berg');
	});

	test('of an address is where letters go from then on, unless somebody has it', async () => {
		const id = await add('Otto');
		const address = (value: string) =>
			patch({ op: 'replace', path: 'emails[type eq "work"].value', value });
		expect((await ask('PATCH', `Users/${id}`, address('otto.b@example.org'))).status).toBe(200);
		expect((await getMe((await actorOf(id))!, {})).email).toBe('otto.b@example.org');
		expect((await ask('PATCH', `Users/${id}`, address('agnes@example.org'))).status).toBe(409);
		expect((await getMe((await actorOf(id))!, {})).email).toBe('otto.b@example.org');
	});

	test('that makes no sense is refused with a reason, and nothing is changed', async () => {
		const id = await add('Pia');
		for (const [method, path, body] of [
			['PUT', `Users/${id}`, user('not an address')],
			['PUT', `Users/${id}`, '{'],
			['PUT', `Users/${id}`, []],
			['PUT', `Users/${id}`, null],
			['PATCH', `Users/${id}`, { Operations: [null] }],
			['PATCH', `Users/${id}`, patch({ op: 'destroy' })],
			['PATCH', `Users/${id}`, patch({ op: 'replace', path: 'active', value: 'perhaps' })],
			['POST', 'Users', {}],
			['POST', 'Users', user(`${'a'.repeat(300)}@example.org`)],
			['GET', 'Users?filter=((((']
		] as const) {
			const { status, body: said } = await ask(method, path, body);
			expect([method, path, status]).toEqual([method, path, 400]);
			expect(said.detail).toBeTruthy();
		}
		expect((await actorOf(id))!.name).toBe('Pia');
	});

	test('of nobody is not found', async () => {
		for (const id of ['0199f000-0000-7000-8000-000000000000', 'nobody', "'; drop table person"])
			for (const [method, body] of [
				['GET'],
				['PUT', user('q@example.org')],
				['PATCH', gone],
				['DELETE']
			] as const)
				expect((await ask(method, `Users/${encodeURIComponent(id)}`, body)).status).toBe(404);
	});
});

describe('whom the directory lets go', () => {
	const plain = {
		audience: 'everyone',
		expectation: { level: 'offered' as const },
		parts: [{ title: 'One', markdown: '', opens: '2027-02-01', closes: '2027-02-12' }]
	};
	const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

	test('hands what they cared for to their manager, is out at once, and may come back', async () => {
		const boss = await add('Bruno');
		const id = await add('Lena');
		const named = patch({ op: 'Add', path: `${enterprise}:manager`, value: boss });
		expect((await ask('PATCH', `Users/${id}`, named)).body).toMatchObject({
			[enterprise]: { manager: { value: boss } }
		});
		const lena = (await actorOf(id))!;
		const { id: series } = await createSeries(lena, { title: 'Calm inbox', ...plain });
		expect((await ask('PATCH', `Users/${id}`, gone)).body.active).toBe(false);
		expect(await actorOf(id)).toBeNull();
		const bruno = (await actorOf(boss))!;
		const { owners } = await getSeries(bruno, { series });
		expect(owners.map((owner) => owner.name)).toContain('Bruno');
		expect((await ask('GET', `Users/${id}`)).body.active).toBe(false);
		await ask('PATCH', `Users/${id}`, patch({ op: 'replace', value: { active: true } }));
		expect((await actorOf(id))!.name).toBe('Lena');
	});

	test('hands it to whom the stewards named where the manager is not here either', async () => {
		const boss = await add('Carl');
		const id = await add('Dora', { [enterprise]: { manager: { value: boss } } });
		const { id: series } = await createSeries((await actorOf(id))!, {
			title: 'Night shifts',
			...plain
		});
		await ask('DELETE', `Users/${boss}`);
		expect((await ask('DELETE', `Users/${id}`)).status).toBe(204);
		expect((await ask('GET', `Users/${id}`)).status).toBe(404);
		expect((await getSeries(siti, { series })).owners.map((owner) => owner.id)).toContain(siti.id);
	});

	test('comes back as who they were when their address is added again', async () => {
		const id = await add('Emil');
		await ask('DELETE', `Users/${id}`);
		const { status, body } = await ask(
			'POST',
			'Users',
			user('emil@example.org', { displayName: 'Emil' })
		);
		expect([status, body.id]).toEqual([201, id]);
		expect((await actorOf(id))!.name).toBe('Emil');
	});

	test('is never the last steward', async () => {
		const { status, body } = await ask('PATCH', `Users/${agnes.id}`, gone);
		expect(status).toBe(409);
		expect(body.detail).toContain('last steward');
		expect((await actorOf(agnes.id))!.steward).toBe(true);
	});
});

describe('what real directories send', () => {
	const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
	const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
	const active = async (id: string) => (await getPerson(siti, { person: id })).here;

	test.each([
		[[{ op: 'Replace', value: { active: 'False' } }]],
		[[{ op: 'replace', path: `${core}:active`, value: false }]],
		[
			[
				{ op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '+1' },
				{ op: 'Add', path: 'addresses[type eq "work"].formatted', value: 'Here 1' },
				{ op: 'Replace', path: 'emails[type eq "home"].value', value: 'home@example.org' },
				{ op: 'Replace', path: 'active', value: 'False' }
			]
		],
		[[{ op: 'Replace', value: { title: 'Boss', [`${enterprise}:manager`]: null, active: false } }]]
	])('lets somebody go by %j', async (operations) => {
		const id = await add(`Go ${newId().slice(-6)}`);
		expect((await ask('PATCH', `Users/${id}`, patch(...operations))).status).toBe(200);
		expect(await active(id)).toBe(false);
	});

	test('lets go by a whole user in which truth is a word, and keeps the name and address that it does not send', async () => {
		const id = await add('Ken Old', { externalId: 'ken' });
		const sent = {
			schemas: [core],
			userName: 'ken.old@example.org',
			active: 'False',
			profileUrl: ''
		};
		expect((await ask('PUT', `Users/${id}`, sent)).status).toBe(200);
		expect(await active(id)).toBe(false);
		expect((await getPerson(siti, { person: id })).name).toBe('Ken Old');
	});

	test('asks back a part of a person, and changes no other part by that', async () => {
		const id = await add('Uma Part', { externalId: 'uma' });
		for (const query of ['attributes=userName', 'excludedAttributes=emails,externalId,active']) {
			const title = patch({ op: 'replace', path: 'title', value: 'x' });
			expect((await ask('PATCH', `Users/${id}?${query}`, title)).status).toBe(200);
			const name = patch({ op: 'replace', path: 'displayName', value: 'Uma Part' });
			await ask('PATCH', `Users/${id}?${query}`, name);
		}
		await ask('PATCH', `Users/${id}`, gone);
		await ask(
			'PATCH',
			`Users/${id}?attributes=userName`,
			patch({ op: 'replace', path: 'displayName', value: 'U P' })
		);
		const { body } = await ask('GET', `Users/${id}`);
		expect(body).toMatchObject({
			active: false,
			externalId: 'uma',
			userName: 'uma.part@example.org'
		});
		expect(await active(id)).toBe(false);
	});

	test('pages to an end, and tells no secrets of its making', async () => {
		const { body } = await ask('GET', 'Users?startIndex=9999&count=5');
		expect(body.Resources).toEqual([]);
		expect((await ask('GET', 'Users?count=many')).body.itemsPerPage).toBe(100);
		for (const filter of [
			'emails co 5',
			'emails pr',
			`${enterprise}:manager.value eq "x"`,
			'__proto__ eq "x"'
		]) {
			const { status, body: said } = await ask('GET', `Users?filter=${encodeURIComponent(filter)}`);
			expect([filter, status === 200 || status === 400]).toEqual([filter, true]);
			expect(JSON.stringify(said)).not.toMatch(/undefined|reading|prototype/);
		}
		const qualified = await ask('GET', `Users?filter=${core}:userName eq "agnes@example.org"`);
		expect(qualified.body.totalResults).toBe(1);
		expect((await ask('GET', `Users/${agnes.id.toUpperCase()}`)).status).toBe(200);
	});

	test('names somebody who came without it only by a whole name', async () => {
		const lou = await person('Lou Own');
		const part = (path: string, value: string) => patch({ op: 'replace', path, value });
		await ask('PATCH', `Users/${lou.id}`, part('title', 'Boss'));
		await ask('PATCH', `Users/${lou.id}`, part('name.familyName', 'Berg'));
		expect((await actorOf(lou.id))!.name).toBe('Lou Own');
		await ask('PATCH', `Users/${lou.id}`, part('name.givenName', 'Louise'));
		expect((await actorOf(lou.id))!.name).toBe('Louise Berg');
		await ask('PATCH', `Users/${lou.id}`, part('name.formatted', 'Dr. Louise Berg'));
		expect((await actorOf(lou.id))!.name).toBe('Dr. Louise Berg');
	});

	test('cannot give one name to two, whom it then could not let go', async () => {
		const lo = await person('Lo');
		const twin = user('lo@example.org', {
			emails: [{ value: 'other@example.org', primary: true }]
		});
		expect((await ask('POST', 'Users', twin)).status).toBe(409);
		expect((await ask('PATCH', `Users/${lo.id}`, gone)).body.active).toBe(false);
	});
});

describe('an address that is given again', () => {
	const letters = (id: string) =>
		asSystem('at the machine', (tx) =>
			tx.selectFrom('letter').select('kind').where('person_id', '=', id).execute()
		);

	test('makes nobody who they were whom the directory calls somebody else, and no steward of whoever comes back', async () => {
		const id = await add('Kim', { externalId: 'kim-1' });
		const { addSteward } = await import('#modules/people/server/stewards.ts');
		await addSteward(agnes, { person: id });
		await ask('DELETE', `Users/${id}`);
		const namesake = user('kim@example.org', { displayName: 'Kim Two', externalId: 'kim-2' });
		expect((await ask('POST', 'Users', namesake)).status).toBe(409);
		const again = user('kim@example.org', { displayName: 'Kim Married', externalId: 'kim-1' });
		expect((await ask('POST', 'Users', again)).body.id).toBe(id);
		expect(await actorOf(id)).toMatchObject({ name: 'Kim Married', steward: false });
	});

	test('of whoever was added before their first day sends the letter on that day', async () => {
		const id = await add('Early', { active: false });
		await runDue();
		expect(await actorOf(id)).toBeNull();
		expect(await letters(id)).toEqual([]);
		await ask('PATCH', `Users/${id}`, patch({ op: 'replace', path: 'active', value: true }));
		await runDue();
		expect(await letters(id)).toEqual([{ kind: 'sign_in' }]);
		const told = await asSystem('at the machine', (tx) =>
			tx.selectFrom('event').select('verb').where('subject_id', '=', id).orderBy('id').execute()
		);
		expect(told.map(({ verb }) => verb)).toEqual(['joined']);
	});
});

describe('stewards', () => {
	test('see when it last asked, and name who takes over', async () => {
		const { directory } = await getDirectory(agnes, {});
		expect(directory).toMatchObject({
			heir: { name: 'Siti' },
			askedAt: '2027-01-18T12:00:00.000Z'
		});
		await changeDirectory(agnes, { heir: agnes.id });
		expect((await getDirectory(agnes, {})).directory!.heir.id).toBe(agnes.id);
	});

	test('end it at once; a new token ends the one before', async () => {
		const before = token;
		({ token } = await connectDirectoryHere('agnes@example.org'));
		expect((await ask('GET', 'Users', undefined, before)).status).toBe(401);
		expect((await ask('GET', 'Users')).status).toBe(200);
		await disconnectDirectory(agnes, {});
		expect((await ask('GET', 'Users')).status).toBe(401);
		expect((await getDirectory(agnes, {})).directory).toBeNull();
	});
});
