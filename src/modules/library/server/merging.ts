import { EVERYONE, audienceFrom } from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Happening } from '#platform/server/events.ts';
import { newBlockId } from '#platform/server/ids.ts';
import type { Node } from '#modules/documents/document.ts';
import { readDraft, replaceDraft } from '#modules/documents/server/drafts.ts';
import type { Draft } from '#modules/documents/server/folding.ts';
import { publishVersion, readVersion } from '#modules/documents/server/versions.ts';

/** What readers of a page may see anyway joins at once; everything else is its author's to give. */
export function mayAppear(submission: { audience_id: string | null }, audience: string): boolean {
	return submission.audience_id === audience || submission.audience_id === EVERYONE;
}

/** A text as it joins a page: its blocks under its title, each with its authors and with the submission that it came from. */
export function pieceOf(submission: string, given: { title: string; by: string } & Draft): Draft {
	const ids = new Map(given.content.content.map((node) => [idOf(node), newBlockId()]));
	const moved = given.content.content.map((node): Node => ({
		...node,
		attrs: {
			...node.attrs,
			id: ids.get(idOf(node)),
			from: submission,
			// Its own headings stand under its title.
			...(given.title &&
				node.type === 'heading' && { level: Math.min(4, Number(node.attrs?.level ?? 2) + 1) })
		}
	}));
	const credit = given.credit.map(({ id, runs }) => ({ id: ids.get(id) ?? id, runs }));
	if (!given.title) return { content: { type: 'doc', content: moved }, credit };
	const id = newBlockId();
	const heading: Node = {
		type: 'heading',
		attrs: { level: 2, id, from: submission },
		content: [{ type: 'text', text: given.title }]
	};
	return {
		content: { type: 'doc', content: [heading, ...moved] },
		credit: [{ id, runs: [{ by: given.by, text: given.title }] }, ...credit]
	};
}

/** One text after another. */
export function joined(...drafts: Draft[]): Draft {
	return {
		content: { type: 'doc', content: drafts.flatMap((draft) => draft.content.content) },
		credit: drafts.flatMap((draft) => draft.credit)
	};
}

/** A text without what came from some submissions. */
export function without(draft: Draft, submissions: Set<string>): Draft {
	const content = draft.content.content.filter(
		(node) => !submissions.has(String(node.attrs?.from))
	);
	const left = new Set(content.map(idOf));
	return {
		content: { type: 'doc', content },
		credit: draft.credit.filter(({ id }) => left.has(id))
	};
}

/** Changes what is published of a page and what is drafted of it alike, so that half-written words stay where they are; publishes the former. */
export async function changePage(
	tx: Tx,
	given: {
		page: string;
		change: (draft: Draft) => Draft;
		note: string;
		audience: string;
		by: string;
		at: string;
	}
): Promise<void> {
	const { page, change, ...publication } = given;
	const { title, content, credit } = await readVersion(tx, page);
	const draft = await readDraft(tx, page);
	await replaceDraft(tx, page, change(draft), given.at);
	const next = change({ content, credit });
	await publishVersion(tx, { document: page, title, ...next, material: false, ...publication });
}

/** Notes that submissions stand in a page now. */
export async function noteJoined(
	tx: Tx,
	page: string,
	submissions: string[],
	by: string,
	at: string
): Promise<void> {
	if (submissions.length === 0) return;
	await tx
		.insertInto('page_source_joining')
		.values(submissions.map((submission_id) => ({ page_id: page, submission_id, by_id: by, at })))
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** What an author and a page's owner say to one another of a submission is theirs alone. */
export async function betweenTwo(
	tx: Tx,
	actor: Actor,
	other: string,
	given: { verb: string; page: string; submission: string }
): Promise<Happening> {
	return {
		verb: given.verb,
		kind: 'page',
		id: given.page,
		audience: await audienceFrom(tx, `people:${other}`, actor.id),
		data: { submission: given.submission, tell: [other] }
	};
}

function idOf(node: Node): string {
	return String(node.attrs?.id ?? '');
}
