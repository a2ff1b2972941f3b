import { z } from 'zod';
import { Invalid, NotFound } from '#platform/errors.ts';
import { heardBy } from '#platform/server/audiences.ts';
import { as } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { line } from '#modules/people/people.ts';
import { chapter, type Chapter } from '../audio.ts';
import { isVoiceOf, latestTake, trackRow } from './rows.ts';

/** Says where parts of the latest take of a track begin, in the place of what was said of that before. */
export const putChapters = door({
	id: 'chapters.put',
	summary: 'Name the chapters of a track of mine, by the second at which each begins',
	http: 'PUT /tracks/{track}/chapters',
	input: z.object({
		track: z.uuid(),
		chapters: z
			.array(chapter.extend({ title: line(120).min(1, 'Write a title beside each time') }))
			.max(200)
	}),
	output: z.object({}),
	can: isVoiceOf,
	run: async ({ actor, input, tx, record }) => {
		const { audience_id } = await trackRow(tx, input.track);
		const take = await latestTake(tx, input.track);
		if (input.chapters.some(({ from }) => from >= take.seconds))
			throw wrong('One of them begins after the end of the recording');
		const begun = new Map(input.chapters.map(({ from, title }) => [from, title]));
		if (begun.size < input.chapters.length) throw wrong('Two of them begin at the same time');
		const gone = await tx
			.deleteFrom('take_chapter')
			.where('take_id', '=', take.id)
			.returning('begins')
			.execute();
		const rows = [...begun].map(([begins, title]) => ({ take_id: take.id, begins, title }));
		if (gone.length === 0 && rows.length === 0) return {};
		if (rows.length > 0)
			await tx
				.insertInto('take_chapter')
				.values(rows)
				.onConflict((conflict) => conflict.doNothing())
				.execute();
		const audience = await heardBy(tx, audience_id, actor.id);
		await record({ verb: 'named chapters', kind: 'track', id: input.track, audience });
		return {};
	}
});

/** Chapters as people write them, one on each line, such as `2:10 The first question`. Throws Invalid, with the line. */
export function chaptersIn(text: string): Chapter[] {
	return text.split(/\r?\n/).flatMap((written, place) => {
		if (!written.trim()) return [];
		const [, hours = '0', minutes, seconds, title] =
			/^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)[\s–—-]+(\S.*)$/.exec(written.trim()) ?? [];
		if (!title)
			throw wrong(
				`Line ${place + 1}: write when it begins and a title, such as 2:10 The first question`
			);
		if (title.length > 120)
			throw wrong(`Line ${place + 1}: write a title of at most 120 characters`);
		return [{ from: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds), title }];
	});
}

/** The chapters of a take that somebody hears, in the form of Podcasting 2.0. Throws NotFound. */
export async function chaptersOfTake(reader: string, take: string): Promise<object> {
	const rows = await as(reader, (tx) =>
		tx
			.selectFrom('take_chapter')
			.select(['begins as startTime', 'title'])
			.where('take_id', '=', take)
			.orderBy('begins')
			.execute()
	);
	if (rows.length === 0) throw new NotFound('There is nothing here');
	return { version: '1.2.0', chapters: rows };
}

const wrong = (message: string) => new Invalid([{ field: 'chapters', message }]);
