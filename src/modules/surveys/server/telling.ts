import { peopleIn } from '#platform/server/audiences.ts';
import { asSystem } from '#platform/server/db/database.ts';
import type { Event } from '#platform/server/events.ts';
import { closesAt } from '#platform/time/windows.ts';
import { ask } from '#modules/notices/server/asks.ts';
import { tellPeople } from '#modules/notices/server/telling.ts';
import { zonesOf } from '#modules/people/server/rhythm.ts';

const moves = new Set(['asked', 'closed']);

/** Asks everybody in its audience until the end of their own day, or until it was closed. Bears a second time. */
export async function askAudience(event: Event): Promise<void> {
	if (event.kind !== 'survey' || !moves.has(event.verb)) return;
	await asSystem('asking people', async (tx) => {
		const survey = await tx
			.selectFrom('survey')
			.leftJoin('survey_closing as closing', 'closing.survey_id', 'survey.id')
			.selectAll('survey')
			.select('closing.at as closed')
			.where('survey.id', '=', event.id)
			.executeTakeFirst();
		if (!survey) return;
		const asked = await peopleIn(tx, survey.audience_id);
		const zones = await zonesOf(tx, asked);
		const window = { opens: survey.closes, closes: survey.closes };
		await ask(tx, {
			kind: 'survey',
			subject: survey.id,
			level: 'offered',
			minutes: survey.minutes,
			people: asked
				.filter((id) => id !== survey.asker_id)
				.map((id) => ({
					id,
					opensAt: survey.at,
					untilAt: survey.closed ?? closesAt(window, zones.get(id) ?? 'UTC').toString()
				}))
		});
	});
}

const tells = new Set(['closed', 'responded']);

/** Tells those who answered, and whoever asked, what came back and what comes of it. */
export async function tellAnswerers(event: Event): Promise<void> {
	if (event.kind !== 'survey' || !tells.has(event.verb)) return;
	await asSystem('telling people', async (tx) => {
		const survey = await tx
			.selectFrom('survey')
			.select('asker_id')
			.where('id', '=', event.id)
			.executeTakeFirst();
		if (!survey) return;
		const parts = await tx
			.selectFrom('survey_part')
			.select('person_id')
			.where('survey_id', '=', event.id)
			.execute();
		await tellPeople(tx, event, [survey.asker_id, ...parts.map((part) => part.person_id)]);
	});
}
