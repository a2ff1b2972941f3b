import {
	addOccasion,
	bringOccasionBack,
	changeOccasion,
	listOccasions,
	removeOccasion
} from '#modules/notices/server/occasions.ts';
import { Forbidden } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { todayIn } from '#platform/time/windows.ts';
import { now } from '#platform/server/clock.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, _event: PageServerLoadEvent) => {
	if (!actor.steward) throw new Forbidden('This is for stewards');
	return { occasions: (await listOccasions(actor, {})).items, today: todayIn(actor.zone, now()) };
});

export const actions = {
	add: action(async (actor, form, _event: RequestEvent) => {
		await addOccasion(actor, { name: form.text('name'), day: form.text('day') });
		return { done: 'added' as const, name: form.text('name') };
	}),
	change: action(async (actor, form, _event: RequestEvent) => {
		const [occasion, name, day] = [form.text('form'), form.text('name'), form.text('day')];
		await changeOccasion(actor, { occasion, name, day });
		return { done: 'changed' as const, name };
	}),
	remove: action(async (actor, form, _event: RequestEvent) => {
		await removeOccasion(actor, { occasion: form.text('occasion') });
	}),
	bringBack: action(async (actor, form, _event: RequestEvent) => {
		await bringOccasionBack(actor, { occasion: form.text('occasion') });
	})
};
