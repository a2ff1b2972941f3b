import { latestReadingPlace } from '#modules/documents/server/reading.ts';
import { recent } from '#modules/notices/server/feed.ts';
import { isNewcomer } from '#modules/people/people.ts';
import { myAsks, snoozeAsk } from '#modules/notices/server/asks.ts';
import { finishReminder, reopenReminder } from '#modules/notices/server/reminding.ts';
import { arrive } from '#modules/notices/server/visits.ts';
import { listSeries } from '#modules/series/server/reading.ts';
import { now } from '#platform/server/clock.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { currentPart, todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { locals }: PageServerLoadEvent) => {
	const present = now();
	const today = todayIn(actor.zone, present);
	const isNew = isNewcomer(locals.actor!.joinedAt, present.toString());
	const { before } = await arrive(actor, { subject: actor.id });
	const { asks, series, fresh, news, stopped } = await readTogether(actor, async () => {
		const fresh = before ? (await recent(actor, { most: 3, since: before })).items : [];
		return {
			asks: await myAsks(actor, {}),
			series: await listSeries(actor, { openOn: today }),
			fresh,
			news: fresh.length > 0 ? fresh : (await recent(actor, { most: 3 })).items,
			stopped: (await latestReadingPlace(actor, {})).place
		};
	});
	const running = series.items.flatMap((each) => {
		const current = currentPart(each.parts, today);
		return current === null ? [] : [{ ...each, current: each.parts[current]! }];
	});
	return { asks, running, news, stopped, isNew, before: fresh.length > 0 ? before : null };
});

export const actions = {
	later: action(async (actor, form) => ({
		later: (await snoozeAsk(actor, { ask: form.text('ask') })).until
	})),
	ended: action(async (actor, form) => {
		await finishReminder(actor, { reminder: form.text('reminder') });
		return { ended: form.text('reminder') };
	}),
	reopen: action(async (actor, form) => {
		await reopenReminder(actor, { reminder: form.text('reminder') });
	})
};
