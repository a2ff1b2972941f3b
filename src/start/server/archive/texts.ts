import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import type { Holds } from './catalogue.ts';
import { mediaPath, type Medium } from './media.ts';
import { conversations } from './conversations.ts';
import { fileName, namesIn, type Names } from './file-names.ts';

type Published = {
	id: string;
	title: string;
	markdown: string;
	number: number;
	audience: string;
	authors: string[];
	at: string;
};

type Writer = { tx: Tx; folder: string; names: Names; media: Map<string, Medium>; paths: string[] };

/**
 * Writes every text that is published into `folder` as Markdown, in folders that a person can browse: those of one series,
 * of the library, or of all. Each bears who wrote it, and what was said about it. Returns where.
 */
export async function writeTexts(
	tx: Tx,
	folder: string,
	media: Medium[],
	{ holds, series }: { holds: Holds; series?: string | undefined }
): Promise<string[]> {
	const known = new Map(media.map((medium) => [medium.id, medium]));
	const writer: Writer = { tx, folder, names: await namesIn(tx), media: known, paths: [] };
	if (holds !== 'library') await writeSeries(writer, series);
	if (holds !== 'series') await writeLibrary(writer);
	return writer.paths;
}

async function writeSeries(writer: Writer, only: string | undefined): Promise<void> {
	const { rows } = await sql<{ id: string; title: string; about: string; audience_id: string }>`
		select s.id, s.title, s.about, s.audience_id from series s join series_publication p on p.series_id = s.id
		where s.id = coalesce(${only ?? null}::uuid, s.id) order by s.id`.execute(writer.tx);
	for (const { id, title, about, audience_id } of rows) {
		const place = join('texts/series', fileName(writer.names.used, 'texts/series', title));
		const { rows: parts } = await sql<{ id: string; opens: string; closes: string }>`
			select id, opens::text, closes::text from training where series_id = ${id} order by position, id`.execute(
			writer.tx
		);
		const lines: string[] = [];
		for (const [i, part] of parts.entries()) {
			const text = await published(writer.tx, part.id);
			if (!text) continue;
			const name = `${String(i + 1).padStart(2, '0')} ${text.title}`;
			const below = join(place, fileName(writer.names.used, place, name));
			await write(writer, join(below, 'training.md'), text);
			await writeSubmissions(writer, join(below, 'submissions'), part.id);
			lines.push(`${i + 1}. ${text.title}, ${part.opens} to ${part.closes}`);
		}
		const said = await conversations(writer.tx, writer.names, id);
		const audience = `For ${writer.names.audience(audience_id)}.`;
		await put(writer, join(place, 'README.md'), [
			`# ${title}`,
			audience,
			about,
			lines.join('\n'),
			said
		]);
	}
}

async function writeSubmissions(writer: Writer, place: string, training: string): Promise<void> {
	const { rows } = await sql<{ id: string; author_id: string }>`
		select s.id, s.author_id from submission s join sharing on sharing.submission_id = s.id
		where s.training_id = ${training} and not withdrawn(s.id) order by s.id`.execute(writer.tx);
	for (const { id, author_id } of rows) {
		const text = await published(writer.tx, id);
		const name = fileName(writer.names.used, place, writer.names.person(author_id));
		if (text) await write(writer, join(place, `${name}.md`), text);
	}
}

async function writeLibrary(writer: Writer): Promise<void> {
	const { rows } = await sql<{ id: string; shelf: string | null }>`
		select p.id, s.name as shelf from page p join page_publication o on o.page_id = p.id
			left join shelf s on s.id = p.shelf_id
		where not withdrawn(p.id) order by p.id`.execute(writer.tx);
	const shelves = new Map<string, string>();
	for (const { id, shelf } of rows) {
		const text = await published(writer.tx, id);
		if (!text) continue;
		const name = shelf ?? 'On no shelf';
		const place = shelves.get(name) ?? fileName(writer.names.used, 'texts/library', name);
		shelves.set(name, place);
		const below = join('texts/library', place);
		const file = fileName(writer.names.used, below, text.title);
		await write(writer, join(below, `${file}.md`), text);
	}
}

/** The newest version of a document that is in sight. */
async function published(tx: Tx, document: string): Promise<Published | undefined> {
	const { rows } = await sql<Published>`
		select v.document_id as id, v.title, v.markdown, v.number, v.audience_id as audience, v.at,
			array(select a.id from jsonb_array_elements(v.blocks) with ordinality as b (block, place),
				jsonb_array_elements_text(b.block -> 'authors') with ordinality as a (id, rank)
				group by a.id order by min(b.place), min(a.rank)) as authors
		from version v where v.document_id = ${document} and not withdrawn(v.document_id)
		order by v.number desc limit 1`.execute(tx);
	return rows[0];
}

async function write(writer: Writer, path: string, text: Published): Promise<void> {
	const { names, tx } = writer;
	const by = text.authors.map(names.person).join(', ');
	const line = `By ${by || 'nobody'}. Version ${text.number}, ${text.at.slice(0, 10)}. For ${names.audience(text.audience)}.`;
	const title = text.title ? `# ${text.title}` : '';
	await put(writer, path, [title, line, text.markdown, await conversations(tx, names, text.id)]);
}

const address = /\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\?w=\d+)?/g;

async function put(writer: Writer, path: string, parts: string[]): Promise<void> {
	const up = '../'.repeat(path.split('/').length - 1);
	const text = parts
		.filter(Boolean)
		.join('\n\n')
		.replace(address, (whole, id: string) => {
			const medium = writer.media.get(id);
			return medium ? up + mediaPath(medium) : whole;
		});
	await mkdir(dirname(join(writer.folder, path)), { recursive: true, mode: 0o700 });
	await writeFile(join(writer.folder, path), `${text.trim()}\n`);
	writer.paths.push(path);
}
