import { sql } from 'kysely';
import { z } from 'zod';
import { escapeHtml } from '#platform/html.ts';
import { anyMember, door } from '#platform/server/door.ts';
import { leavings, type Chapter } from '#platform/server/leaving.ts';
import { rowsNaming } from '#platform/server/person-rows.ts';

/** Everything that the place keeps of me and that I may see: every row that names me, my files, and a page to read. */
export const takeAlong = door({
	id: 'me.takeAlong',
	summary: 'Everything that this place keeps of me',
	http: 'GET /me/everything',
	input: z.object({}),
	output: z.object({
		email: z.string(),
		/** Rows by table, as they are stored. */
		rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
		files: z.array(z.object({ id: z.string(), name: z.string(), type: z.string() })),
		/** The same to read. */
		html: z.string()
	}),
	can: anyMember,
	run: async ({ tx, actor }) => {
		const { rows: own } = await sql<{ email: string }>`select my_address() as email`.execute(tx);
		const email = own[0]!.email;
		const chapters: Chapter[] = [];
		for (const { readable } of leavings())
			if (readable) chapters.push(await readable(tx, actor.id));
		const files = await tx
			.selectFrom('file')
			.select(['id', 'name', 'type'])
			.where('owner_id', '=', actor.id)
			.orderBy('id')
			.execute();
		return {
			email,
			rows: (await rowsNaming(tx, actor.id)) as Record<string, Record<string, unknown>[]>,
			files,
			html: pageOf(actor.name, email, chapters)
		};
	}
});

function pageOf(name: string, email: string, chapters: Chapter[]): string {
	const body = chapters
		.filter(({ pieces }) => pieces.length > 0)
		.map(
			({ title, pieces }) =>
				`<section><h2>${escapeHtml(title)}</h2>${pieces
					.map(
						(piece) =>
							`<article><h3>${escapeHtml(piece.title)}</h3><p class="at">${escapeHtml(piece.at)}</p>${piece.html}</article>`
					)
					.join('')}</section>`
		)
		.join('');
	return `<!doctype html>
<html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(name)}</title>
<style>
body { font: 1.1rem/1.55 Georgia, serif; max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; color: #1e1b16; background: #fbf8f2 }
h1, h2, h3 { font-weight: 500; line-height: 1.25 }
article { border-top: 1px solid #e4ddd0; padding: .5rem 0 1rem }
.at { color: #6a6357; font-size: .875rem }
img { max-width: 100%; height: auto }
</style>
<h1>${escapeHtml(name)}</h1>
<p class="at">${escapeHtml(email)}</p>
${body}
</html>
`;
}
