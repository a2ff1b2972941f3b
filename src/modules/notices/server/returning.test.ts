import { afterAll, beforeAll, expect, test } from 'vitest';
import { freezeAt } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { answerFollowUp } from '#modules/methods/server/answers.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { myFollowUps } from '#modules/methods/server/follow-ups.ts';
import { adopt } from '#modules/methods/server/taking-up.ts';
import { changeMe } from '#modules/people/server/me.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { readAnswerLink } from './answering.ts';
import { openMailbox } from './post.fixture.ts';

let close: () => Promise<void>;
let mailbox: Awaited<ReturnType<typeof openMailbox>>;
let darcy: Actor;
let kofi: Actor;
let mei: Actor;
let training: string;

beforeAll(async () => {
	close = await openTestPlace();
	mailbox = await openMailbox();
	freezeAt(Temporal.Instant.from('2027-02-20T12:00:00Z'));
	darcy = await person('Darcy', { zone: 'America/Denver' });
	kofi = await person('Kofi', { zone: 'Africa/Accra' });
	mei = await person('Mei', { zone: 'Asia/Bangkok' });
	const siti = await person('Siti', { zone: 'Asia/Brunei' });
	await changeMe(mei, { locale: 'de' });
	const { id, parts } = await createSeries(siti, {
		title: 'Focus',
		audience: 'everyone',
		expectation: { level: 'offered' },
		parts: [
			{
				title: 'Answer in three sittings',
				markdown:
					'Most of us answer all day.\n\nAnswer at three fixed times, and close the window.',
				opens: '2027-02-22',
				closes: '2027-03-07'
			}
		]
	});
	training = parts[0]!.training;
	await publishSeries(siti, { series: id });
});
afterAll(async () => {
	await mailbox.close();
	await close();
});

const returns = (actor: Actor) =>
	mailbox.to(actor).filter((mail) => /^(How did it go|Wie lief es)/.test(mail.subject ?? ''));

test('four weeks on, through a change of clocks, three people in three zones get their own words back, each in their own morning', async () => {
	freezeAt(Temporal.Instant.from('2027-02-22T15:00:00Z'));
	const block = (await getTraining(darcy, { training })).blocks[1]!.id;
	const words = {
		[darcy.id]: { why: 'I lose my mornings to the inbox', how: 'At nine, one and four' },
		[kofi.id]: { why: 'Too many pings', how: '' },
		[mei.id]: { why: '', how: '' }
	};
	for (const each of [darcy, kofi, mei])
		await adopt(each, { document: training, blocks: [block], ...words[each.id] });

	// Day by day, each time late enough that everybody's morning is over, then half an hour at a time.
	await mailbox.walk('2027-03-21T15:00:00Z', { hours: 24 });
	expect(mailbox.arrived.filter((mail) => mail.headers.has('list')).length).toBeGreaterThan(0);
	for (const each of [darcy, kofi, mei]) expect(returns(each)).toEqual([]);
	await mailbox.walk('2027-03-22T18:00:00Z', { minutes: 30 });
	await mailbox.walk('2027-03-29T18:00:00Z', { hours: 24 });

	const arrivals = [darcy, kofi, mei].map((each) =>
		returns(each).map(({ arrivedAt }) =>
			Temporal.Instant.from(arrivedAt).toZonedDateTimeISO(each.zone).toString()
		)
	);
	// Denver went on to summer time on 14 March: half past eight is an hour earlier by the world's clock than it was.
	expect(arrivals).toEqual([
		['2027-03-22T08:30:00-06:00[America/Denver]'],
		['2027-03-22T08:30:00+00:00[Africa/Accra]'],
		['2027-03-22T08:30:00+07:00[Asia/Bangkok]']
	]);

	expect(returns(darcy)[0]!.text).toBe(`Hello Darcy,

How did it go?
--------------

22 February: you took something up from “Answer in three sittings” and wrote:

> I lose my mornings to the inbox
> At nine, one and four

The passage as it stood: “Answer at three fixed times, and close the window.”

Say how it went:
${answerLink(darcy)}

-- 
Test place
You get at most one letter like this a day, at the hour you chose, and only when there is something to say.
Stop these letters: ${stopLink(darcy)}
`);
	expect(returns(kofi)[0]!.subject).toBe('How did it go with “Answer in three sittings”?');
	expect(returns(kofi)[0]!.text).toContain('> Too many pings\n\nThe passage as it stood');
	expect(returns(mei)[0]!.subject).toBe('Wie lief es mit „Answer in three sittings“?');
	expect(returns(mei)[0]!.text).toContain(`Hallo Mei,

Wie ist es gelaufen?
--------------------

22. Februar: Das hast du dir aus „Answer in three sittings“ vorgenommen:

> Answer at three fixed times, and close the window.

Sagen, wie es lief:
${answerLink(mei)}`);
	for (const each of [darcy, kofi, mei]) {
		const { actor, kind, state } = await readAnswerLink(answerLink(each).split('/').at(-1)!);
		expect({ who: actor.id, kind, state }).toEqual({
			who: each.id,
			kind: 'adoption',
			state: 'open'
		});
		const { html } = returns(each)[0]!;
		expect(html).toContain(`href="${answerLink(each)}"`);
		expect(String(html).length).toBeLessThan(12_000);
	}
});

test('their answers gather on the method, and nobody is asked again', async () => {
	const answers = { [darcy.id]: 'kept', [kofi.id]: 'changed', [mei.id]: 'dropped' } as const;
	for (const each of [darcy, kofi, mei]) {
		const [item] = (await myFollowUps(each, { due: true })).items;
		await answerFollowUp(each, { followUp: item!.id, outcome: answers[each.id]! });
	}
	const before = mailbox.arrived.length;
	await mailbox.walk('2027-04-12T18:00:00Z', { hours: 24 });
	expect(mailbox.arrived.length).toBe(before);
	// Three people are too few to be shown as a number.
	expect((await evidence(kofi, { documents: training })).blocks).toEqual([]);
	const kept = await asSystem('keeping counts', (tx) =>
		tx
			.selectFrom('tally')
			.select(['what', 'amount'])
			.where('subject_id', '=', training)
			.where('block_id', '<>', '')
			.orderBy('what')
			.execute()
	);
	expect(kept).toEqual([
		{ what: 'adoption', amount: 3 },
		{ what: 'changed', amount: 1 },
		{ what: 'kept', amount: 1 }
	]);
});

function answerLink(actor: Actor): string {
	return /http:\/\/junto\.test\/answer\/\S+/.exec(returns(actor)[0]!.text!)![0];
}

function stopLink(actor: Actor): string {
	const list = returns(actor)[0]!.headers.get('list') as { unsubscribe: { url: string } };
	return list.unsubscribe.url;
}
