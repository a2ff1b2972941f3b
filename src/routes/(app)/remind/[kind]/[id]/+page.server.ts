import { reminded } from '#modules/notices/notices.ts';
import { listOccasions } from '#modules/notices/server/occasions.ts';
import { getReminder, removeReminder, setReminder } from '#modules/notices/server/reminders.ts';
import { finishReminder } from '#modules/notices/server/reminding.ts';
import { NotFound } from '#platform/errors.ts';
import { now } from '#platform/server/clock.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const about = aboutOf(params);
	return readTogether(actor, async () => ({
		about: await getReminder(actor, about),
		occasions: (await listOccasions(actor, {})).items.filter(({ removed }) => !removed),
		today: todayIn(actor.zone, now())
	}));
});

export const actions = {
	set: action(async (actor, form, { params }: RequestEvent) => {
		await setReminder(actor, {
			...aboutOf(params),
			day: form.text('day') || undefined,
			occasion: form.text('occasion') || undefined,
			words: form.text('words')
		});
		return { done: 'set' as const };
	}),
	end: action(async (actor, form, _event: RequestEvent) => {
		await finishReminder(actor, { reminder: form.text('reminder') });
		return { done: 'ended' as const };
	}),
	remove: action(async (actor, _form, { params }: RequestEvent) => {
		const { reminder } = await getReminder(actor, aboutOf(params));
		await removeReminder(actor, aboutOf(params));
		return { done: 'removed' as const, was: reminder };
	})
};

function aboutOf(params: RequestEvent['params']) {
	const about = reminded.kind.safeParse(params.kind);
	if (!about.success) throw new NotFound('There is nothing here');
	return { kind: about.data, id: params.id };
}
