import type { Tx } from '#platform/server/db/database.ts';
import { showEach, type Shown } from '#platform/server/subjects.ts';
import { latestVersions } from '#modules/documents/server/versions.ts';
import { voicesOf } from './spoken.ts';

/** A text, with the takes by which it is heard, block by block. */
export type Text = {
	document: string;
	title: string;
	takes: { id: string; at: string; voice: string }[];
};

/** Which of these texts are read aloud where the reader finds them, in their order, with what is heard of each now, block by block. */
export async function spokenTexts(tx: Tx, ids: string[]): Promise<Text[]> {
	if (ids.length === 0) return [];
	const voices = await voicesOf(tx, ids);
	const read = ids.filter((id) => voices.some(({ document }) => document === id));
	const versions = await latestVersions(tx, read);
	const shown = await shownTexts(tx, read);
	return read.flatMap((document) => {
		const { title } = shown.get(document) ?? {};
		if (!title) return [];
		const own = new Map(
			voices.filter((one) => one.document === document).map((one) => [one.block, one])
		);
		const takes = (versions.get(document)?.blocks ?? []).flatMap(({ id }) => {
			const voice = own.get(id);
			return voice ? [{ id: voice.take, at: voice.at, voice: voice.voice }] : [];
		});
		return [{ document, title, takes }];
	});
}

/** Those of these texts that the reader finds, by id: trainings and pages. */
export function shownTexts(tx: Tx, ids: string[]): Promise<Map<string, Shown>> {
	return showEach(
		tx,
		ids.flatMap((id) => ['training', 'page'].map((kind) => ({ kind, id })))
	);
}

/** The text of which a track reads a part, where it is heard; null where it reads none, or the reader may not read that. */
export async function textReadBy(tx: Tx, track: string) {
	const row = await tx
		.selectFrom('spoken_block')
		.select('document_id as id')
		.where('track_id', '=', track)
		.executeTakeFirst();
	if (!row) return null;
	const { title } = (await shownTexts(tx, [row.id])).get(row.id) ?? {};
	return title ? { title, url: `/spoken/${row.id}` } : null;
}
