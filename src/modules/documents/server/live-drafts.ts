import type { IncomingMessage } from 'node:http';
import { now } from '#platform/server/clock.ts';
import { as, asSystem } from '#platform/server/db/database.ts';
import { isDocumentId } from '../document.ts';
import { foldDraft, updatesOf } from './folding.ts';
import { createLive, type Live } from './live.ts';
import { tellOpenDrafts } from './open-drafts.ts';
import { mayWrite } from './versions.ts';

type Given = {
	/** Whoever sends these headers, when they are signed in. */
	whoAsks: (headers: Headers) => Promise<{ id: string; name: string } | null>;
	/** The origin of this place's own pages, for the request at hand. */
	originOf: (request: IncomingMessage) => string;
};

/** Opens the live side of drafts: every update is a row before anybody is shown it, written as its person. */
export function openLiveDrafts({ whoAsks, originOf }: Given): Live {
	const live = createLive({
		originOf,
		load: (document) =>
			asSystem('keeping live drafts', (tx) => updatesOf(tx, document, now().toString())),
		append: (document, bytes, person) =>
			as(person, async (tx) => {
				await tx
					.insertInto('draft_update')
					.values({ document_id: document, person_id: person, bytes, at: now().toString() })
					.execute();
			}),
		authenticate: async ({ documentId, headers }) => {
			const who = await whoAsks(headers);
			if (!who || !isDocumentId(documentId)) return null;
			const may = await as(who.id, (tx) => mayWrite(tx, documentId));
			return may ? { personId: who.id, name: who.name } : null;
		},
		fold: (document, person) => as(person, async (tx) => void (await foldDraft(tx, document)))
	});
	tellOpenDrafts(live);
	return live;
}
