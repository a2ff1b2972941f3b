import { listUnanswered } from '#modules/discussion/server/unanswered.ts';
import { listBounces } from '#modules/notices/server/bouncing.ts';
import { seriesCare } from '#modules/series/server/care.ts';
import { listReports } from '#modules/reports/server/reading.ts';
import { readTogether, type Actor } from '#platform/server/door.ts';

const most = 7;

export type Work = {
	reason: string;
	id: string;
	title: string;
	url: string;
	person: string;
	at: string;
	count: number;
};

/** What wants a steward's hand today: seven things at most, what holds others up first. */
export function workFor(actor: Actor): Promise<Work[]> {
	return readTogether(actor, async () => {
		const reported = (await listReports(actor, { open: true })).items
			.filter(({ subject }, i, all) => all.findIndex((one) => one.subject === subject) === i)
			.map(({ id, title, by, at }) => ({
				reason: 'reported',
				id,
				title,
				url: `/reports/${id}`,
				person: by.name,
				at,
				count: 1
			}));
		const bounces = (await listBounces(actor, {})).items.map((each) => ({
			reason: 'bounced',
			id: each.person ?? each.to,
			title: each.to,
			url: each.person ? `/people/${each.person}` : '/desk/people',
			person: each.to,
			at: each.at,
			count: each.letters
		}));
		const care = (await seriesCare(actor, {})).items.map((each) => ({
			...each,
			person: each.person?.name ?? '',
			count: 1
		}));
		const talk = (await listUnanswered(actor, {})).items.map((each) => ({
			reason: 'unanswered',
			id: each.id,
			title: each.title,
			url: each.url,
			person: each.person.name,
			at: each.at,
			count: 1
		}));
		const kinds = [
			reported,
			care.filter(({ reason }) => reason === 'no text' || reason === 'no trainer'),
			bounces,
			care.filter(({ reason }) => reason === 'first time'),
			talk,
			care.filter(({ reason }) => reason === 'opens soon' || reason === 'stalls')
		];
		return inTurns(kinds).slice(0, most);
	});
}

/** The first of each kind, then the second of each, so that no kind takes all the room. */
function inTurns<Thing>(kinds: Thing[][]): Thing[] {
	const longest = Math.max(...kinds.map((kind) => kind.length));
	return Array.from({ length: longest }, (_, i) =>
		kinds.flatMap((kind) => kind.slice(i, i + 1))
	).flat();
}
