import { readNotices } from '#modules/notices/server/inbox.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { checkOff } from '#modules/series/server/taking-part.ts';
import type { Script } from './script.ts';
import type { Chapter, TrainingKey } from './story/kinds.ts';

/** Has people read a training: whoever took part in it before they did, and a `share` of the others on some day up to `days`. */
export function addReaders(
	script: Script,
	training: TrainingKey,
	{
		chapter,
		trainer,
		share,
		days
	}: { chapter: Chapter; trainer: string; share: number; days: number }
): void {
	const { chance, calendar } = script;
	const opens = Temporal.PlainDate.from(calendar.windows[training].opens);
	const began = new Map<string, number>();
	for (const { by, day } of [...chapter.shared, ...chapter.takenUp, ...chapter.same])
		began.set(by, Math.min(day, began.get(by) ?? day));
	for (const { key } of script.players) {
		const first = began.get(key);
		const reads = first !== undefined || chance() < share;
		const day = first !== undefined ? Math.max(0, first - 1) : Math.floor(chance() * days);
		if (reads && key !== trainer) read(script, training, key, opens.add({ days: day }));
	}
}

/** Has some of those who read `training` read it again, after it changed on `day`. */
export function addReadersAgain(
	script: Script,
	training: TrainingKey,
	readers: string[],
	day: Temporal.PlainDate
): void {
	for (const by of readers)
		read(script, training, by, day.add({ days: Math.floor(script.chance() * 4) }));
}

function read(script: Script, training: TrainingKey, by: string, day: Temporal.PlainDate): void {
	script.add({
		by,
		day,
		after: [training],
		work: async (actor) => {
			const { id } = script.thing(training);
			const { version } = await getTraining(actor, { training: id });
			if (version) await checkOff(actor, { training: id, version });
		}
	});
}

/** Lets everybody look through what they were told now and then, the last time one to four days ago. */
export function addLookingThrough(script: Script): void {
	const { calendar, chance } = script;
	const today = calendar.now.toZonedDateTimeISO('UTC').toPlainDate();
	for (const { key } of script.players) {
		let day = today.subtract({ days: 1 + Math.floor(chance() * 4) });
		for (let times = 0; times < 4; times += 1) {
			script.add({ by: key, day, work: async (actor) => void (await readNotices(actor, {})) });
			day = day.subtract({ days: 7 + Math.floor(chance() * 11) });
		}
	}
}
