import { Invalid } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { show } from '#platform/server/subjects.ts';
import { nextDigest } from '#platform/time/moments.ts';
import { onWorkingDay } from '#platform/time/week.ts';
import { todayIn } from '#platform/time/windows.ts';
import { publishedDocument } from '#modules/documents/server/where.ts';
import { rhythmOf } from '#modules/people/server/rhythm.ts';
import { weeksUntilAsked } from '../when.ts';

/** The words of a passage as they stand now, whose they are, and the training on whose page it stands. Throws Invalid. */
export async function passageOf(tx: Tx, document: string, blocks: string[]) {
	const { kind, audience, version } = await publishedDocument(tx, document);
	const chosen = version.blocks.filter((block) => blocks.includes(block.id));
	if (chosen.length !== new Set(blocks).size)
		throw new Invalid([{ field: 'blocks', message: 'This passage is not in the text any more' }]);
	const { url } = await show(tx, kind, document);
	return {
		kind,
		audience,
		version: version.number,
		words: chosen.map((block) => block.text).join('\n'),
		authors: [...new Set(chosen.flatMap((block) => block.authors))],
		training: url.match(/^\/trainings\/([0-9a-f-]{36})/)?.[1] ?? null
	};
}

/** The wished day (four weeks on by default), moved onto a working day, and the instant at which it is due. Throws Invalid for one that is not to come. */
export async function askDay(tx: Tx, actor: Actor, wish: string | undefined, at: string) {
	const today = Temporal.PlainDate.from(todayIn(actor.zone, Temporal.Instant.from(at)));
	const latest = today.add({ years: 2 });
	const day = wish ? Temporal.PlainDate.from(wish) : today.add({ weeks: weeksUntilAsked });
	if (Temporal.PlainDate.compare(day, today) <= 0)
		throw new Invalid([{ field: 'askOn', message: 'Choose a day after today' }]);
	if (Temporal.PlainDate.compare(day, latest) > 0)
		throw new Invalid([{ field: 'askOn', message: 'Choose a day within two years' }]);
	const rhythm = await rhythmOf(tx, actor.id);
	const askOn = onWorkingDay(day, rhythm.week, rhythm.leave);
	const midnight = askOn
		.toZonedDateTime({ timeZone: actor.zone })
		.toInstant()
		.subtract({ seconds: 1 });
	return { askOn: askOn.toString(), dueAt: nextDigest(midnight, rhythm).toString() };
}
