import { quietPlace } from '#modules/people/server/place.ts';
import { messageOf } from '#platform/errors.ts';
import { markOf } from '#platform/server/backup/tables.ts';
import { log } from '#platform/server/log.ts';
import { keep, keptBackups, lastNight, noteNight, type State } from './kept.ts';

/** The hour at which the fewest are there, by the steward's clock. */
const quietHour = 3;
const minutesAfterFailure = 60;

/** Tables that are written though nobody did anything: tries of a limit, and the hours at which digests are next due. */
const restless = new Set(['public.attempt', 'public.digest_round']);

let folder: string | undefined;

/** Says whose data folder is backed up every night; none when that is left to somebody else. */
export function keepNightly(data: string | undefined): void {
	folder = data;
}

export function keepsNightly(): boolean {
	return folder !== undefined;
}

/** Backs the place up once a night, unless nothing was written since the last; a failure is noted with its reason, and tried again within hours. Returns how many were made. */
export async function backUpAtNight(at: Temporal.Instant): Promise<number> {
	if (!folder) return 0;
	const place = await quietPlace();
	const last = lastNight(folder);
	if (!place || !due(at, last, place)) return 0;
	const tried = at.toString();
	const mark = await markOf(restless);
	if (last && !last.failure && last.mark === mark && keptBackups(folder).length > 0) {
		noteNight(folder, { ...last, tried });
		return 0;
	}
	try {
		await keep(folder, 'night');
		noteNight(folder, { tried, mark, failure: null });
		return 1;
	} catch (error) {
		log.error({ error }, 'nightly backup');
		const failure = { at: tried, reason: messageOf(error) };
		noteNight(folder, { tried, mark: last?.mark ?? null, failure });
		return 0;
	}
}

function due(
	at: Temporal.Instant,
	last: State | null,
	place: { zone: string; since: string }
): boolean {
	if (last?.failure)
		return Temporal.Instant.from(last.tried).until(at).total('minutes') >= minutesAfterFailure;
	const before = Temporal.Instant.from(last?.tried ?? place.since);
	return Temporal.Instant.compare(before, quietMoment(at, place.zone)) < 0;
}

/** The last time before `at` that it was the quiet hour in `zone`. */
function quietMoment(at: Temporal.Instant, zone: string): Temporal.Instant {
	const local = at.toZonedDateTimeISO(zone);
	const today = local
		.toPlainDate()
		.toZonedDateTime({ timeZone: zone, plainTime: { hour: quietHour } });
	const moment =
		Temporal.ZonedDateTime.compare(today, local) <= 0 ? today : today.subtract({ days: 1 });
	return moment.toInstant();
}
