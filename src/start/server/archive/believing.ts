import { z } from 'zod';
import { locale, zone } from '#modules/people/people.ts';
import { cue } from '#modules/audio/audio.ts';
import { wordsIn } from '#modules/audio/server/captions.ts';
import { cleanComment } from '#modules/discussion/server/text.ts';
import { checkContent, checkCredit, renderAnew } from '#modules/documents/server/arriving.ts';
import { workingWeek } from '#platform/time/week.ts';
import { refusal } from './format.ts';
import type { Row } from './rows.ts';

const person = z.object({
	zone,
	locale: locale.optional(),
	week: workingWeek.optional()
});
const happening = z.looseObject({
	about: z.looseObject({ kind: z.string(), id: z.uuid() }).optional()
});
const cues = z.array(cue);
const stored = z.object({
	id: z.uuid(),
	name: z.string(),
	type: z.string(),
	bytes: z.int(),
	width: z.int().nullable(),
	height: z.int().nullable(),
	variants: z.array(z.object({ width: z.int().positive(), bytes: z.int() })).max(10)
});

/**
 * What is not believed of a row that comes from elsewhere: HTML is made anew or cleaned as when it was stored first, and
 * what pages take apart must have its shape. Each throws Invalid.
 */
const doubts: Record<string, (row: Row) => Row> = {
	version: (row) => {
		const { document_id, content, credit, blocks } = row;
		checkCredit(credit);
		return { ...row, ...renderAnew({ document: String(document_id), content, blocks }) };
	},
	comment: (row) => ({ ...row, html: cleanComment(String(row.html)) }),
	draft: (row) => {
		checkContent(row.content);
		for (const credit of [row.credit, row.lost]) checkCredit(credit);
		return row;
	},
	page_source_answer: (row) => {
		if (row.content !== null) checkContent(row.content);
		if (row.credit !== null) checkCredit(row.credit);
		return row;
	},
	person: (row) => {
		if (!person.safeParse(row).success)
			throw refusal('a time zone, a language or a week in it is none');
		return row;
	},
	event: (row) => {
		if (!happening.safeParse(row.data).success) throw refusal('an event in it says nothing');
		return row;
	},
	transcript: (row) => {
		const { data } = cues.safeParse(row.cues);
		if (!data) throw refusal('what is said in a recording in it is not written as Junto does');
		return { ...row, words: wordsIn(data) };
	},
	file: (row) => {
		if (!stored.safeParse(row).success)
			throw refusal('a file in it is not described as Junto does');
		return row;
	}
};

/** The tables of which not everything is believed. */
export const doubted = Object.keys(doubts);

/** A row of `table` as far as it can be believed. Throws Invalid. */
export function believed(table: string, row: Row): Row {
	return doubts[table]?.(row) ?? row;
}
