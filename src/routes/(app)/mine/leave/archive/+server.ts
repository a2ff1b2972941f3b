import { takeAlong } from '#modules/people/server/taking-along.ts';
import { packTakeAlong } from '#platform/server/backup/take-along.ts';
import { now } from '#platform/server/clock.ts';
import { limit } from '#platform/server/limits.ts';
import { page } from '#platform/server/web/kit.ts';
import { todayIn } from '#platform/time/windows.ts';
import type { RequestEvent } from './$types';

/** Everything of mine as one archive. */
export const GET = page(async (actor, _event: RequestEvent) => {
	await limit(`take along ${actor.id}`, 5, 60);
	const all = await takeAlong(actor, {});
	const day = todayIn(actor.zone, now());
	return new Response(await packTakeAlong(all), {
		headers: {
			'content-type': 'application/gzip',
			'content-disposition': `attachment; filename="junto-${day}.tar.gz"`,
			'cache-control': 'no-store'
		}
	});
});
