import { postComment } from '#modules/discussion/server/comments.ts';
import { giveThanks } from '#modules/discussion/server/thanks.ts';
import { answerFollowUp } from '#modules/methods/server/answers.ts';
import { same } from '#modules/methods/server/same.ts';
import { adopt } from '#modules/methods/server/taking-up.ts';
import { addSubmission } from '#modules/series/server/submissions.ts';
import { nextDigest } from '#platform/time/moments.ts';
import { hoursOn, onWorkingDay } from '#platform/time/week.ts';
import { uploaded } from './pictures.ts';
import { passageIn } from './passages.ts';
import type { Player, Script } from './script.ts';
import type { Chapter, Said, Same, Shared, TakenUp, Thanked, TrainingKey } from './story/kinds.ts';

/** Adds what people did with one training: what they shared, took up, said and thanked for, and how it went. */
export function addChapter(script: Script, training: TrainingKey, chapter: Chapter): void {
	const opens = Temporal.PlainDate.from(script.calendar.windows[training].opens);
	const at: Setting = { script, training, day: (days) => opens.add({ days }), last: new Map() };
	for (const each of chapter.shared) share(at, each);
	for (const each of chapter.takenUp) takeUp(at, each);
	for (const each of chapter.same) say(at, each);
	for (const each of chapter.said) comment(at, each);
	for (const each of chapter.thanked) thank(at, each);
}

type Setting = {
	script: Script;
	training: TrainingKey;
	day: (days: number) => Temporal.PlainDate;
	/** The last answer of each thread, so that answers come in the order in which they are told. */
	last: Map<string, string>;
};

function share(
	{ script, training, day }: Setting,
	{ key, by, day: days, circle, picture, ...text }: Shared
): void {
	script.add({
		by,
		day: day(days),
		makes: key,
		after: [training, circle],
		work: async (actor) => {
			const drawn = picture ? await uploaded(actor, picture) : '';
			const { id } = await addSubmission(actor, {
				training: script.thing(training).id,
				title: text.title,
				markdown: text.markdown.replace('{picture}', drawn),
				audience: circle && `circle:${script.thing(circle).id}`
			});
			return { kind: 'submission', id };
		}
	});
}

function takeUp({ script, training, day }: Setting, taken: TakenUp): void {
	const { by, on, passage, why, how, shown, answer } = taken;
	const player = script.player(by);
	const begun = day(taken.day);
	const askOn = typeof taken.ask === 'number' ? begun.add({ days: taken.ask }) : undefined;
	const makes = `${by} tries ${passage}`;
	script.add({
		by,
		day: begun,
		makes,
		after: [training, on],
		work: async (actor) => {
			const { id } = script.thing(on);
			const block = await passageIn(actor, script.thing(on), script.thing(training).id, passage);
			const asked = taken.ask === 'due' ? lastAsked(player, script.calendar.now) : askOn;
			const input = { document: id, blocks: [block], why, how, shown, askOn: asked?.toString() };
			return { kind: 'adoption', id: (await adopt(actor, input)).id };
		}
	});
	if (!answer) return;
	const asked = onWorkingDay(askOn ?? begun.add({ weeks: 4 }), player.week, []);
	const { outcome, note, variant } = answer;
	script.add({
		by,
		day: asked.add({ days: 1 }),
		after: [makes],
		work: async (actor) => {
			const followUp = script.thing(makes).id;
			await answerFollowUp(actor, { followUp, outcome, note, showVariant: variant });
		}
	});
}

/** The last day on which a follow-up can have come by now. */
function lastAsked({ zone, week }: Player, now: Temporal.Instant): Temporal.PlainDate {
	for (let day = now.toZonedDateTimeISO(zone).toPlainDate(); ; day = day.subtract({ days: 1 })) {
		if (!hoursOn(day, week, [])) continue;
		const midnight = day.toZonedDateTime({ timeZone: zone }).toInstant().subtract({ seconds: 1 });
		if (Temporal.Instant.compare(nextDigest(midnight, { zone, week }), now) <= 0) return day;
	}
}

function say({ script, training, day }: Setting, { by, on, passage, day: days, note }: Same): void {
	script.add({
		by,
		day: day(days),
		after: [training, on],
		work: async (actor) => {
			const block = await passageIn(actor, script.thing(on), script.thing(training).id, passage);
			await same(actor, { document: script.thing(on).id, blocks: [block], note });
		}
	});
}

function comment(
	{ script, training, day, last }: Setting,
	{ key, by, on, passage, replyTo, day: days, text }: Said
): void {
	const makes = key ?? `${by} says ${text}`;
	const before = replyTo && last.get(replyTo);
	if (replyTo) last.set(replyTo, makes);
	script.add({
		by,
		day: day(days),
		makes,
		after: [training, on, replyTo, before],
		work: async (actor) => {
			const thing = script.thing(on);
			const block = passage && (await passageIn(actor, thing, script.thing(training).id, passage));
			const about = { kind: thing.kind, id: thing.id, ...(block && { block }) };
			const { id } = await postComment(actor, {
				about: replyTo ? { kind: 'comment', id: script.thing(replyTo).id } : about,
				markdown: text
			});
			return { kind: 'comment', id };
		}
	});
}

function thank({ script, training, day }: Setting, { by, on, day: days }: Thanked): void {
	for (const key of by)
		script.add({
			by: key,
			day: day(days - Math.floor(script.chance() * 2)),
			after: [training, on],
			work: async (actor) => {
				await giveThanks(actor, { about: script.thing(on) });
			}
		});
}
