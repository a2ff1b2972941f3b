import * as m from '#messages';
import { Conflict } from '#platform/errors.ts';
import type { Tx } from '#platform/server/db/database.ts';
import type { Content } from '../document.ts';
import { compare } from './changes.ts';
import { readDraft, replaceDraft } from './drafts.ts';
import { publishVersion, readVersion } from './versions.ts';

type Restoring = {
	document: string;
	/** The version that is to be the newest again. */
	number: number;
	/** Whether its readers are asked anew, given what they read now and what they will. */
	material: (now: Content, then: Content) => boolean | Promise<boolean>;
	by: string;
	audience: string;
	at: string;
};

/**
 * Publishes an older version anew: its words with the credit that they had. A draft with changes that nobody has published
 * stays as it is; another one follows. Returns the new number. Throws NotFound, or Conflict for the newest version and for
 * one that fewer people could read: its words were not given to those who read the text now.
 */
export async function restoreVersion(tx: Tx, given: Restoring): Promise<number> {
	const { document, number, at } = given;
	const latest = await readVersion(tx, document);
	const wanted = await readVersion(tx, document, number);
	if (wanted.number === latest.number) throw new Conflict('This is the newest version already');
	if (wanted.audience !== given.audience)
		throw new Conflict('That version was for other readers than those of today');
	const draft = await readDraft(tx, document);
	const { title, content, credit } = wanted;
	const version = await publishVersion(tx, {
		document,
		title,
		content,
		credit,
		material: await given.material(latest.content, content),
		note: m.documents_restored_note({ number }),
		by: given.by,
		audience: given.audience,
		at
	});
	if (isAs(latest.content, draft.content))
		await replaceDraft(tx, document, { content, credit }, at);
	return version;
}

function isAs(published: Content, draft: Content): boolean {
	return compare(published, draft).every(({ kind, moved }) => kind === 'same' && !moved);
}
