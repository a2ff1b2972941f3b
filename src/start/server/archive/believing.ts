import { cleanComment } from '#modules/discussion/server/text.ts';
import { checkContent, checkCredit, renderAnew } from '#modules/documents/server/arriving.ts';
import { workingWeek } from '#platform/time/week.ts';
import { refusal } from './format.ts';
import type { Row } from './rows.ts';

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
		if ('week' in row && !workingWeek.safeParse(row.week).success)
			throw refusal('a working week in it is none');
		return row;
	}
};

/** The tables of which not everything is believed. */
export const doubted = Object.keys(doubts);

/** A row of `table` as far as it can be believed. Throws Invalid. */
export function believed(table: string, row: Row): Row {
	return doubts[table]?.(row) ?? row;
}
