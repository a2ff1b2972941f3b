import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSeries } from '#modules/series/server/planning.ts';
import { getSeries } from '#modules/series/server/reading.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
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
