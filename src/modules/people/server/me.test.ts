import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '#platform/server/auth.ts';
import { as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { fileRow } from '#platform/server/storage/files.ts';
import { usualWeek } from '#platform/time/week.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { addLeave, listLeave, removeLeave } from './leave.ts';
import { changeMe, changePassword, changeWeek, chooseFace, confirmMe, getMe } from './me.ts';
import { getPerson, listPeople } from './persons.ts';
import { addSkill, listSkills, removeSkill } from './skills.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
});
afterAll(() => close());

test('Darcy reads who she is, with her address', async () => {
	const me = await getMe(darcy, {});
	expect(me).toMatchObject({ name: 'Darcy', email: 'darcy@example.org', zone: 'Europe/Berlin' });
	expect(me).toMatchObject({ steward: false, confirmed: false, week: usualWeek });
});

test('Kofi moves to Brunei, and everyone reads his new zone in its own spelling', async () => {
	await changeMe(kofi, { zone: 'asia/brunei', about: 'I answer\nslowly.' });
	const seen = await getPerson(darcy, { person: kofi.id });
	expect(seen).toMatchObject({ zone: 'Asia/Brunei', about: 'I answer\nslowly.', name: 'Kofi' });
});

test('what is wrong in a profile is said of its field, and nothing is written', async () => {
	const before = await getMe(darcy, {});
	for (const [field, value] of [
		['name', '  '],
		['name', 'x'.repeat(121)],
		['name', 'two\nlines'],
		['zone', 'Berlin'],
		['zone', '+02:00'],
		['locale', 'xx'],
		['about', 'x'.repeat(2001)],
		['about', 'nothing\u0000here']
	])
		await expect(changeMe.ask(darcy, { [field!]: value })).rejects.toMatchObject({
			fields: [{ field }]
		});
	expect(await getMe(darcy, {})).toEqual(before);
});

test('the first visit confirms zone and week', async () => {
	const week = { ...usualWeek, days: { 7: { from: '22:00', to: '23:30' } }, digestAt: '21:00' };
	await confirmMe(darcy, { zone: 'Europe/Paris', week });
	expect(await getMe(darcy, {})).toMatchObject({ confirmed: true, zone: 'Europe/Paris', week });
});

test('a working day that ends before it begins is refused by its field', async () => {
	const days = { 1: { from: '17:00', to: '09:00' } };
	await expect(changeWeek(darcy, { week: { ...usualWeek, days } })).rejects.toMatchObject({
		fields: [{ field: 'week.days.1.to' }]
	});
	await expect(
		changeWeek(darcy, { week: { ...usualWeek, digestAt: '25:00' } })
	).rejects.toMatchObject({ fields: [{ field: 'week.digestAt' }] });
});

test('colleagues see working days, not quiet hours nor leave', async () => {
	await addLeave(darcy, { from: '2027-02-01', to: '2027-02-05' });
	const seen = await getPerson(kofi, { person: darcy.id });
	expect(Object.keys(seen)).not.toContain('week');
	expect(JSON.stringify(seen)).not.toContain('2027-02-01');
	expect((await listLeave(kofi, {})).items).toEqual([]);
});

test('leave is planned and cancelled by its person alone', async () => {
	const { id } = await addLeave(kofi, { from: '2027-03-01', to: '2027-03-01' });
	await expect(removeLeave(darcy, { leave: id })).rejects.toThrow('no such leave');
	await removeLeave(kofi, { leave: id });
	expect((await listLeave(kofi, {})).items).toEqual([]);
	await expect(addLeave(kofi, { from: '2027-03-02', to: '2027-03-01' })).rejects.toMatchObject({
		fields: [{ field: 'to' }]
	});
});

test('people are found by what they teach, whatever its capitals', async () => {
	await addSkill(darcy, { name: 'Clear writing', direction: 'teach' });
	await addSkill(darcy, { name: 'clear Writing', direction: 'teach' });
	await addSkill(kofi, { name: 'Clear writing', direction: 'learn' });
	const found = await listPeople(kofi, { teach: 'CLEAR WRITING' });
	expect(found.items.map(({ name, teaches }) => [name, teaches])).toEqual([
		['Darcy', ['Clear writing']]
	]);
	expect((await listSkills(kofi, {})).items).toEqual([{ name: 'Clear writing', people: 1 }]);
});

test('a skill is removed by its person alone', async () => {
	await expect(removeSkill(kofi, { name: 'Clear writing', direction: 'teach' })).rejects.toThrow(
		'no such skill'
	);
	await removeSkill(darcy, { name: 'Clear writing', direction: 'teach' });
	expect((await getMe(darcy, {})).skills).toEqual([]);
});

test('a face is a square that everyone here sees; the one before it is gone', async () => {
	const create = { width: 900, height: 600, channels: 3, background: 'teal' } as const;
	const file = (await sharp({ create }).jpeg().toBuffer()).toString('base64');
	const { face: first } = await chooseFace(darcy, { file });
	expect((await getPerson(kofi, { person: darcy.id })).face).toBe(first);
	const seen = await as(kofi.id, (tx) => fileRow(tx, first!));
	expect([seen.type, seen.width, seen.height]).toEqual(['image/webp', 256, 256]);
	await expect(as(null, (tx) => fileRow(tx, first!))).rejects.toThrow('no such file');
	const { face: second } = await chooseFace(darcy, { file });
	await expect(as(darcy.id, (tx) => fileRow(tx, first!))).rejects.toThrow('no such file');
	expect((await getPerson(kofi, { person: darcy.id })).face).toBe(second);
	await chooseFace(darcy, { file: null });
	expect((await getMe(darcy, {})).face).toBeNull();
	await expect(as(kofi.id, (tx) => fileRow(tx, second!))).rejects.toThrow('no such file');
});

test('what is no picture is no face', async () => {
	for (const file of [Buffer.from('hello').toString('base64'), '', 'no base64!'])
		await expect(chooseFace(kofi, { file })).rejects.toMatchObject({
			fields: [{ field: 'file' }]
		});
	expect((await getMe(kofi, {})).face).toBeNull();
});

test('a new password works once the old one was said', async () => {
	await changePassword(darcy, { password: 'first-of-her-own' });
	await expect(
		changePassword(darcy, { current: 'a guess', password: 'taken-over-now' })
	).rejects.toMatchObject({ fields: [{ field: 'current' }] });
	await expect(
		changePassword(darcy, { current: 'first-of-her-own', password: 'short' })
	).rejects.toMatchObject({ fields: [{ field: 'password' }] });
	await changePassword(darcy, { current: 'first-of-her-own', password: 'second-of-her-own' });
	await expect(signIn('darcy@example.org', 'first-of-her-own', new Headers())).rejects.toThrow();
	expect(await signIn('darcy@example.org', 'second-of-her-own', new Headers())).not.toEqual([]);
});

test('a list of people comes in pages without gaps, and forgives accents', async () => {
	for (let i = 0; i < 101; i += 1) await person(`Zoë ${String(i).padStart(3, '0')}`);
	const first = await listPeople(darcy, { q: 'zoe' });
	const second = await listPeople(darcy, { q: 'zoe', cursor: first.next! });
	expect([first.items.length, second.items.length, second.next]).toEqual([100, 1, null]);
	expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(101);
	expect((await listPeople(darcy, { q: '%' })).items).toEqual([]);
});

test('a person who is not here is not found', async () => {
	await expect(getPerson(darcy, { person: newId() })).rejects.toThrow('nobody here');
});
