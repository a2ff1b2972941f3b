import { calendarOf, proposeTime } from '#modules/series/server/placing.ts';
import { snoozeAsk } from '#modules/notices/server/asks.ts';
import { Invalid } from '#platform/errors.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const { training } = params;
	const values = Object.fromEntries(
		['day', 'time'].flatMap((name) => {
			const value = url.searchParams.get(name);
			return value === null ? [] : [[name, value]];
		})
	);
	return {
		time: await proposeTime(actor, { training }),
		values,
		wrong: values.day === undefined ? [] : await wrongWith(values)
	};

	async function wrongWith({ day = '', time = '' }: Record<string, string>) {
		try {
			await calendarOf(actor, { training, day, time });
			return [];
		} catch (thrown) {
			if (thrown instanceof Invalid) return thrown.fields;
			throw thrown;
		}
	}
});

export const actions = {
	later: action(async (actor, form, { params }: RequestEvent) => {
		const when = { day: form.text('day'), time: form.text('time') };
		const { at } = await calendarOf(actor, { training: params.training, ...when });
		return { later: (await snoozeAsk(actor, { ask: form.text('ask'), until: at })).until };
	})
};
