import { peopleIn } from '#platform/server/audiences.ts';
import { at as asIfAt } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { record, type Event } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { tellPeople } from '#modules/notices/server/telling.ts';

/** Brings out what was asked without a name on the days before, as of the beginning of this day; returns how many questions came out. */
export async function openBoxes(now: Temporal.Instant): Promise<number> {
	const today = now.toZonedDateTimeISO('UTC').startOfDay().toInstant();
	const at = today.toString();
	return asIfAt(today, () =>
		asSystem('bringing out questions', async (tx) => {
			const boxes = await tx
				.deleteFrom('question_box')
				.where('opens_at', '<=', at)
				.returning(['audience_id', 'words'])
				.execute();
			for (const { audience_id: audience, words } of boxes)
				for (const question of words) {
					const id = newId();
					await tx
						.insertInto('question')
						.values({ id, audience_id: audience, author_id: null, words: question, at })
						.execute();
					await record(tx, null, at, { verb: 'asked', kind: 'question', id, audience });
				}
			return boxes.reduce((sum, { words }) => sum + words.length, 0);
		})
	);
}

/** A circle hears of what is asked in it: all of it where there is no name, so that nobody stands out. Bears a second time. */
export async function tellOfQuestions(event: Event): Promise<void> {
	if (event.kind !== 'question' || event.verb !== 'asked') return;
	await asSystem('telling people', async (tx) =>
		tellPeople(tx, event, await peopleIn(tx, event.audience))
	);
}
