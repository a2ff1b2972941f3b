import { redirect } from '@sveltejs/kit';
import { listCircles } from '#modules/people/server/circles.ts';
import { listRetrospectives } from '#modules/series/server/retrospective.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { level } from '#modules/series/series.ts';
import { proposeWindows } from '#platform/time/cadence.ts';
import { usualWeek } from '#platform/time/week.ts';
import { now } from '#platform/server/clock.ts';
import { Invalid } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const circles = await listCircles(actor, { mine: true });
	const today = now().toZonedDateTimeISO(actor.zone).toPlainDate();
	const firstOpens = url.searchParams.get('first') || today.add({ days: 1 }).toString();
	const parts = Math.min(Math.max(Number(url.searchParams.get('parts')) || 1, 1), 12);
	const days = Math.min(Math.max(Number(url.searchParams.get('days')) || 7, 1), 90);
	const avoid = (url.searchParams.get('avoid') ?? '').match(/\d{4}-\d{2}-\d{2}/g) ?? [];
	const valid = /^\d{4}-\d{2}-\d{2}$/.test(firstOpens) ? firstOpens : today.toString();
	const [lastTime] = (await listRetrospectives(actor, {})).items;
	return {
		lastTime,
		circles: circles.items,
		windows: proposeWindows({ firstOpens: valid, parts, days, week: usualWeek, avoid }),
		wish: { first: valid, parts, days, avoid: avoid.join(', ') }
	};
});

export const actions = {
	plan: action(async (actor, form) => {
		const titles = form.all('part');
		const opens = form.all('opens');
		const closes = form.all('closes');
		const wished = level.safeParse(form.text('level'));
		if (!wished.success) throw new Invalid([{ field: 'level', message: 'Choose one' }]);
		const atLeast = Number(form.text('atLeast')) || undefined;
		const { id } = await createSeries(actor, {
			title: form.text('title') || (titles[0] ?? ''),
			about: form.text('about'),
			audience: form.text('audience'),
			expectation: { level: wished.data, atLeast },
			parts: titles.map((title, i) => ({
				title: title || form.text('title'),
				opens: opens[i] ?? '',
				closes: closes[i] ?? ''
			}))
		});
		redirect(303, `/series/${id}/plan`);
	})
};
