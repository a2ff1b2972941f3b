import { pageDrafts } from '#modules/library/server/writing.ts';
import { myDrafts } from '#modules/series/server/drafts.ts';
import { listSeries } from '#modules/series/server/reading.ts';
import { listSurveys } from '#modules/surveys/server/reading.ts';
import { now } from '#platform/server/clock.ts';
import { readTogether } from '#platform/server/door.ts';
import { page } from '#platform/server/web/kit.ts';
import { phase, todayIn } from '#platform/time/windows.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page((actor, _event: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const { items: series } = await listSeries(actor, {});
		const today = todayIn(actor.zone, now());
		/** What is open to me now, first what I have not taken part in and what closes next. */
		const open = series
			.filter(({ publishedAt }) => publishedAt !== null)
			.flatMap((each) => each.parts)
			.filter((part) => part.version !== null && phase(part, today) === 'open')
			.toSorted(
				(a, b) =>
					Number(a.mine.contributed) - Number(b.mine.contributed) ||
					a.closes.localeCompare(b.closes)
			);
		const shared = (await myDrafts(actor, {})).items;
		const pages = (await pageDrafts(actor, {})).items;
		const drafts = [
			...shared.map(({ id, kind, title, opening, training, url, at }) => {
				const belongs = kind === 'submission' ? training.title : '';
				return { id, title, opening, belongs, url, at };
			}),
			...pages.map(({ id, title, opening, url, at }) => ({
				id,
				title,
				opening,
				belongs: '',
				url,
				at
			}))
		].toSorted((a, b) => b.at.localeCompare(a.at));
		return { open, drafts, mayAsk: (await listSurveys(actor, {})).may.ask };
	})
);
