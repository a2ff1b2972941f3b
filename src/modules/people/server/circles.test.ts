import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, countingQueries } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { changeCircle, createCircle, getCircle, listCircles } from './circles.ts';
import { addMembers, answerRequest, joinCircle, leaveCircle, removeMember } from './joining.ts';
import { comeBack, depart } from './departing.ts';
import { getPerson } from './persons.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let steward: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Brunei' });
	steward = await person('Ama', { steward: true });
});
afterAll(() => close());

async function names(circle: string, reader: Actor): Promise<string[]> {
	return (await getCircle(reader, { circle })).members.map(({ name }) => name);
}

test('anyone joins an open circle at once and leaves it again', async () => {
	const { id } = await createCircle(darcy, { name: 'Writers', joining: 'open', members: [mei.id] });
	expect(await joinCircle(kofi, { circle: id })).toEqual({ joined: true, waiting: false });
	expect(await joinCircle(kofi, { circle: id })).toEqual({ joined: true, waiting: false });
	expect(await names(id, steward)).toEqual(['Darcy', 'Kofi', 'Mei']);
	await leaveCircle(kofi, { circle: id });
	expect(await names(id, steward)).toEqual(['Darcy', 'Mei']);
	await expect(leaveCircle(kofi, { circle: id })).rejects.toThrow('not in such a circle');
});

test('a request waits for the keeper, who lets in or declines', async () => {
	const { id } = await createCircle(darcy, { name: 'Peer group', joining: 'request' });
	expect(await joinCircle(kofi, { circle: id })).toEqual({ joined: false, waiting: true });
	expect(await joinCircle(kofi, { circle: id })).toEqual({ joined: false, waiting: true });
	await joinCircle(mei, { circle: id });
	expect((await getCircle(darcy, { circle: id })).requests.map(({ name }) => name)).toEqual([
		'Kofi',
		'Mei'
	]);
	expect(await getCircle(kofi, { circle: id })).toMatchObject({ waiting: true, requests: [] });
	await expect(answerRequest(mei, { circle: id, person: kofi.id, accept: true })).rejects.toThrow(
		'Only whoever keeps'
	);
	await answerRequest(darcy, { circle: id, person: kofi.id, accept: true });
	await answerRequest(darcy, { circle: id, person: mei.id, accept: false });
	expect(await names(id, steward)).toEqual(['Darcy', 'Kofi']);
	await expect(answerRequest(darcy, { circle: id, person: mei.id, accept: true })).rejects.toThrow(
		'Nobody is waiting'
	);
});

test('a circle for three takes three, however they come, until somebody leaves', async () => {
	const { id } = await createCircle(darcy, {
		...{ name: 'Where we practise', joining: 'open', members: [kofi.id], atMost: 3 }
	});
	const liam = await person('Liam');
	const last = [mei, liam].map((who) => joinCircle(who, { circle: id }));
	const came = await Promise.allSettled(last);
	expect(came.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
	const refused = came.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
	expect(String(refused.reason)).toContain('full');
	const outside = came[0]!.status === 'rejected' ? mei : liam;
	await expect(joinCircle(outside, { circle: id })).rejects.toThrow('full');
	await expect(addMembers(darcy, { circle: id, members: [outside.id] })).rejects.toThrow('full');
	expect((await getCircle(outside, { circle: id })).may.join).toBe(false);
	expect(await getCircle(darcy, { circle: id })).toMatchObject({ people: 3, atMost: 3 });
	await expect(changeCircle(darcy, { circle: id, atMost: 2 })).rejects.toThrow('atMost');
	await leaveCircle(kofi, { circle: id });
	expect(await joinCircle(outside, { circle: id })).toMatchObject({ joined: true });
	await changeCircle(darcy, { circle: id, atMost: null });
	await addMembers(darcy, { circle: id, members: [kofi.id] });

	await changeCircle(darcy, { circle: id, atMost: 4 });
	await depart(steward, { person: kofi.id });
	expect((await getCircle(darcy, { circle: id })).people).toBe(3);
	const ines = await person('Ines');
	await joinCircle(ines, { circle: id });
	await comeBack(steward, { person: kofi.id });
	expect(await getCircle(darcy, { circle: id })).toMatchObject({ people: 5, atMost: 4 });
	await changeCircle(darcy, { circle: id, atMost: 4, about: 'Its words change all the same' });

	const any = await createCircle(darcy, { name: 'Any', joining: 'open' });
	await Promise.all([mei, liam, ines].map((who) => joinCircle(who, { circle: any.id })));

	const asked = await createCircle(darcy, { name: 'Two', joining: 'request', atMost: 2 });
	for (const who of [mei, kofi]) await joinCircle(who, { circle: asked.id });
	await answerRequest(darcy, { circle: asked.id, person: mei.id, accept: true });
	await expect(
		answerRequest(darcy, { circle: asked.id, person: kofi.id, accept: true })
	).rejects.toThrow('full');
	expect((await getCircle(darcy, { circle: asked.id })).requests).toHaveLength(1);
	const many = { name: 'Too many', members: [mei.id, kofi.id], atMost: 2 };
	await expect(createCircle(darcy, { ...many, joining: 'open' })).rejects.toThrow('members');
});

test('who asked may take it back', async () => {
	const { id } = await createCircle(darcy, { name: 'Readers', joining: 'request' });
	await joinCircle(mei, { circle: id });
	await leaveCircle(mei, { circle: id });
	expect((await getCircle(darcy, { circle: id })).requests).toEqual([]);
});

test('a closed circle does not exist for outsiders, stewards included', async () => {
	const { id } = await createCircle(darcy, {
		name: 'Quiet matters',
		joining: 'closed',
		members: [kofi.id]
	});
	for (const outsider of [mei, steward]) {
		const doors = [getCircle, joinCircle, leaveCircle];
		for (const door of doors)
			await expect(door.ask(outsider, { circle: id })).rejects.toMatchObject({ code: 'not_found' });
		for (const door of [answerRequest, addMembers, changeCircle, removeMember])
			await expect(
				door.ask(outsider, {
					circle: id,
					person: kofi.id,
					accept: true,
					members: [outsider.id],
					name: 'Ours'
				})
			).rejects.toMatchObject({ code: 'not_found' });
		expect((await listCircles(outsider, { q: 'Quiet' })).items).toEqual([]);
		expect((await getPerson(outsider, { person: kofi.id })).circles).not.toContainEqual({
			id,
			name: 'Quiet matters'
		});
	}
	expect(await names(id, kofi)).toEqual(['Darcy', 'Kofi']);
	expect((await getPerson(kofi, { person: darcy.id })).circles.map(({ name }) => name)).toContain(
		'Quiet matters'
	);
});

test('the database itself lets nobody into a circle that is not open', async () => {
	const closed = await createCircle(darcy, { name: 'Shut', joining: 'closed' });
	const asked = await createCircle(darcy, { name: 'Ask first', joining: 'request' });
	for (const { id } of [closed, asked])
		await expect(
			as(mei.id, (tx) =>
				tx
					.insertInto('circle_member')
					.values({ circle_id: id, person_id: mei.id, since: '2027-01-18T12:00:00Z' })
					.execute()
			)
		).rejects.toThrow('row-level security');
	await expect(
		as(mei.id, (tx) =>
			tx
				.insertInto('circle_request')
				.values({ circle_id: closed.id, person_id: mei.id, at: '2027-01-18T12:00:00Z' })
				.execute()
		)
	).rejects.toThrow('row-level security');
});

test('only its keeper changes a circle, adds people and takes them out', async () => {
	const { id } = await createCircle(darcy, {
		name: 'Old name',
		joining: 'open',
		members: [kofi.id]
	});
	await expect(changeCircle(kofi, { circle: id, name: 'Kofi’s' })).rejects.toThrow('Only whoever');
	await expect(addMembers(kofi, { circle: id, members: [mei.id] })).rejects.toThrow('Only whoever');
	await expect(removeMember(kofi, { circle: id, person: darcy.id })).rejects.toThrow(
		'Only whoever'
	);
	await changeCircle(darcy, { circle: id, name: 'New name', about: 'Fridays' });
	expect(await addMembers(darcy, { circle: id, members: [mei.id, kofi.id] })).toEqual({ added: 1 });
	await removeMember(darcy, { circle: id, person: kofi.id });
	expect(await getCircle(mei, { circle: id })).toMatchObject({
		name: 'New name',
		about: 'Fridays'
	});
	expect(await names(id, mei)).toEqual(['Darcy', 'Mei']);
	await expect(addMembers(darcy, { circle: id, members: [newId()] })).rejects.toMatchObject({
		fields: [{ field: 'members' }]
	});
});

test('a keeper who leaves hands the circle to whoever has been in it longest', async () => {
	const { id } = await createCircle(darcy, { name: 'Handed on', joining: 'request' });
	await addMembers(darcy, { circle: id, members: [kofi.id] });
	await leaveCircle(darcy, { circle: id });
	expect(await getCircle(kofi, { circle: id })).toMatchObject({
		maker: kofi.id,
		may: { change: true }
	});
	expect((await getCircle(darcy, { circle: id })).may).toEqual({
		join: true,
		leave: false,
		change: false
	});
});

test('a circle is not made of people who are not here, nor without a name', async () => {
	const before = (await listCircles(darcy, {})).items.length;
	await expect(
		createCircle(darcy, { name: 'Ghosts', joining: 'open', members: [newId()] })
	).rejects.toMatchObject({ fields: [{ field: 'members' }] });
	await expect(createCircle(darcy, { name: ' ', joining: 'open' })).rejects.toMatchObject({
		fields: [{ field: 'name' }]
	});
	await expect(
		createCircle.ask(darcy, { name: 'Secret', joining: 'secret' })
	).rejects.toMatchObject({ fields: [{ field: 'joining' }] });
	expect((await listCircles(darcy, {})).items.length).toBe(before);
});

test('a list of circles and a circle take the same few statements however many there are', async () => {
	const { id } = await createCircle(kofi, { name: 'Counted', joining: 'open', members: [mei.id] });
	const list = await countingQueries(() => listCircles(darcy, {}));
	expect(list.statements.filter((text) => text.startsWith('select "')).length).toBe(1);
	const one = await countingQueries(() => getCircle(darcy, { circle: id }));
	expect(one.statements.filter((text) => text.startsWith('select "')).length).toBe(3);
});
