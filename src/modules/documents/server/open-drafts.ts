import type { Tx } from '#platform/server/db/database.ts';
import { enqueue, perform } from '#platform/server/jobs.ts';

/** Whoever has drafts open, as far as changes that come by other ways concern them. */
type Open = {
	refresh(document: string): Promise<void>;
	disconnect(document: string, person: string): void;
};

let open: Open | undefined;

/** From now on the live side hears of such changes, after their commit; without one there is nobody to tell. */
export function tellOpenDrafts(live: Open): void {
	open = live;
}

/** Has whoever has the draft open shown what was written in it. */
export function draftWritten(tx: Tx, document: string): Promise<void> {
	return enqueue(tx, 'draft-written', { document });
}

/** Has the draft closed to somebody who may not write it any more. */
export function writerLeft(tx: Tx, document: string, person: string): Promise<void> {
	return enqueue(tx, 'writer-left', { document, person });
}

perform<{ document: string }>('draft-written', async ({ document }) => open?.refresh(document));
perform<{ document: string; person: string }>('writer-left', async ({ document, person }) =>
	open?.disconnect(document, person)
);
