import { recent } from '#modules/notices/server/feed.ts';
import { myAsks } from '#modules/notices/server/asks.ts';
import { listSeries } from '#modules/series/server/reading.ts';
import { snoozeAsk } from '#modules/notices/server/asks.ts';
import { now } from '#platform/server/clock.ts';
import { action, page } from '#platform/server/web/kit.ts';
import { nextDigest } from '#platform/time/moments.ts';
import { usualWeek } from '#platform/time/week.ts';

export const load = page(async (actor) => {
	const [asks, news, series] = await Promise.all([
		myAsks(actor, {}),
		recent(actor, { most: 3 }),
		listSeries(actor, {})
	]);
	const today = now().toZonedDateTimeISO(actor.zone).toPlainDate().toString();
	const running = series.items.filter(
		(each) =>
			each.publishedAt && each.parts.some((part) => part.opens <= today && today <= part.closes)
	);
	return { asks, news: news.items, running };
});

export const actions = {
	later: action(async (actor, form) => {
		const until = nextDigest(now().add({ hours: 12 }), {
			zone: actor.zone,
			week: usualWeek
		}).toString();
		await snoozeAsk(actor, { ask: form.text('ask'), until });
		return { later: true };
	})
};
