import { getFollow } from '#modules/notices/server/follows.ts';
import { blockMentions, listBlocks, unblockMentions } from '#modules/notices/server/blocking.ts';
import { follow } from '#modules/notices/server/forms.ts';
import { comeBack, depart } from '#modules/people/server/departing.ts';
import { erasePerson } from '#modules/people/server/erasing.ts';
import { personNamed } from '#modules/people/server/named.ts';
import { addSteward, removeSteward } from '#modules/people/server/stewards.ts';
import { getPerson, listPeople } from '#modules/people/server/persons.ts';
import { daysInARow } from '#modules/people/week-form.ts';
import { localTime, timeFor } from '#modules/people/zones.ts';
import { now } from '#platform/server/clock.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const person = await getPerson(actor, { person: params.person });
	const { rhythm } = await getFollow(actor, { kind: 'person', id: person.id });
	const blocks = (await listBlocks(actor, {})).items;
	const instant = now();
	const zones = { zone: person.zone, own: actor.zone, instant };
	return {
		person,
		rhythm,
		blocked: blocks.some(({ id }) => id === person.id),
		works: daysInARow(person.days).map((row) => ({
			...row,
			mine: { from: timeFor(row.from, zones), to: timeFor(row.to, zones) }
		})),
		mine: person.id === actor.id,
		mayName: actor.steward && person.here,
		maySayLeft: actor.steward && person.id !== actor.id,
		people: actor.steward && person.here ? (await listPeople(actor, {})).items : [],
		there: localTime(instant, person.zone, actor.zone)
	};
});

export const actions = {
	steward: action(async (actor, _form, { params }: RequestEvent) => {
		await addSteward(actor, { person: params.person });
	}),
	noSteward: action(async (actor, _form, { params }: RequestEvent) => {
		await removeSteward(actor, { person: params.person });
	}),
	left: action(async (actor, form, { params }: RequestEvent) => {
		const to = form.text('to').trim();
		await depart(actor, {
			person: params.person,
			...(to && { to: await personNamed(actor, 'to', to) })
		});
	}),
	back: action(async (actor, _form, { params }: RequestEvent) => {
		await comeBack(actor, { person: params.person });
	}),
	erase: action(async (actor, _form, { params }: RequestEvent) => {
		await erasePerson(actor, {
			person: params.person,
			submissions: 'stay',
			comments: 'stay',
			pages: 'stay'
		});
	}),
	block: action(async (actor, _form, { params }: RequestEvent) => {
		await blockMentions(actor, { person: params.person });
	}),
	unblock: action(async (actor, _form, { params }: RequestEvent) => {
		await unblockMentions(actor, { person: params.person });
	}),
	follow: action(async (actor, form, _event: RequestEvent) => {
		await follow(actor, form);
	})
};
