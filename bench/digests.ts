import { planDigests, writeDigests } from '#modules/notices/server/digests.ts';
import { sendLetters } from '#modules/notices/server/letters.ts';
import { freezeAt, now } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';

/** Goes through a Monday of every zone, hour by hour, so that a digest falls due for everybody; says what was written, and how long it took. */
export async function digests(): Promise<void> {
	const today = now().toZonedDateTimeISO('UTC').startOfDay();
	const first = today
		.add({ days: 8 - today.dayOfWeek })
		.subtract({ hours: 14 })
		.toInstant();
	const spent = { written: 0, laidOut: 0 };
	const timed = async (what: keyof typeof spent, work: () => Promise<unknown>) => {
		const begun = performance.now();
		await work();
		spent[what] += (performance.now() - begun) / 1000;
	};
	for (let hour = 0; hour < 36; hour += 1) {
		const at = first.add({ hours: hour });
		freezeAt(at);
		await timed('written', () => untilNone(() => planDigests(at)));
		await timed('written', () => untilNone(() => writeDigests(at)));
		await timed('laidOut', () => untilNone(() => sendLetters(at)));
	}
	freezeAt();
	const { letters, bytes } = await asSystem('at the machine', (tx) =>
		tx
			.selectFrom('letter')
			.select((eb) => [
				eb.fn.countAll<number>().as('letters'),
				eb.fn.avg<string>(eb.fn<number>('length', ['html'])).as('bytes')
			])
			.where('rendered_at', 'is not', null)
			.executeTakeFirstOrThrow()
	);
	console.log(
		`digests: ${letters} letters of ${Math.round(Number(bytes))} characters, written in ${spent.written.toFixed(1)} s, laid out in ${spent.laidOut.toFixed(1)} s`
	);
}

async function untilNone(work: () => Promise<number>): Promise<void> {
	while ((await work()) > 0);
}
