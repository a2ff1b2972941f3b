import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { editComment, postComment } from './comments.ts';
import { listComments } from './reading.ts';

let close: () => Promise<void>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let ama: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy Reed');
	kofi = await person('Kofi Mensah');
	mei = await person('Mei Lim');
	const otherMei = await person('Mei Chan');
	ama = await person('Ama Owusu');
	const { id, parts } = await createSeries(darcy, {
		title: 'Writing',
		audience: `people:${kofi.id},${mei.id},${otherMei.id}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'Letters', markdown: 'One.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	training = parts[0]!.training;
});
afterAll(() => close());

async function said(markdown: string) {
	const { id } = await postComment(kofi, { about: { kind: 'training', id: training }, markdown });
	const { items } = await listComments(darcy, { kind: 'training', id: training });
	return { id, html: items.find((item) => item.id === id)!.html, told: await told(id) };
}

/** Whom the newest event of a comment names. */
async function told(comment: string) {
	const event = await asSystem('telling people', (tx) =>
		tx
			.selectFrom('event')
			.select('data')
			.where('subject_id', '=', comment)
			.orderBy('id', 'desc')
			.executeTakeFirstOrThrow()
	);
	return (event.data as { mentions: string[] }).mentions;
}

const link = (to: Actor) => `<a href="/people/${to.id}">@${to.name}</a>`;

test('a person named by id is linked by their own name and told', async () => {
	const { html, told } = await said(`Ask @[the boss](person:${darcy.id}), please`);
	expect(html).toBe(`<p>Ask ${link(darcy)}, please</p>`);
	expect(told).toEqual([darcy.id]);
});

test('a person outside the audience stays plain text and hears nothing', async () => {
	const { html, told } = await said(`@[Ama](person:${ama.id}) and @Ama Owusu`);
	expect(html).toBe('<p>@Ama and @Ama Owusu</p>');
	expect(told).toEqual([]);
});

test('a name or first name of exactly one reader is enough; one that two share needs to be whole', async () => {
	expect((await said('@darcy, look')).html).toBe(`<p>${link(darcy)}, look</p>`);
	expect((await said('@Mei look')).told).toEqual([]);
	expect((await said('**@Mei Lim** look')).told).toEqual([mei.id]);
	expect((await said('@Darcyville')).told).toEqual([]);
});

test('addresses, code and one’s own name mention nobody', async () => {
	expect((await said('write to me@Darcy.example or `@Darcy`')).told).toEqual([]);
	expect((await said('```\n@Darcy\n```')).told).toEqual([]);
	expect((await said('I, @Kofi, think so')).told).toEqual([]);
});

test('a change tells only those it names anew', async () => {
	const { id } = await said('@Darcy');
	freezeAt(now().add({ seconds: 1 }));
	await editComment(kofi, { comment: id, markdown: '@Darcy and @Mei Lim' });
	expect(await told(id)).toEqual([mei.id]);
});

test('naming more than twenty people is refused', async () => {
	const crowd = await Promise.all(Array.from({ length: 21 }, (_, i) => person(`Guest${i}`)));
	const { id, parts } = await createSeries(darcy, {
		title: 'Open',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [{ title: 'All', markdown: 'One.', opens: '2027-01-18', closes: '2027-01-31' }]
	});
	await publishSeries(darcy, { series: id });
	const markdown = crowd.map(({ name }) => `@${name}`).join(' ');
	await expect(
		postComment(kofi, { about: { kind: 'training', id: parts[0]!.training }, markdown })
	).rejects.toMatchObject({ fields: [{ field: 'markdown' }] });
});
