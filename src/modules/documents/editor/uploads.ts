import { whyNot } from '#platform/why-not.ts';

/** A picture as the place has stored it. */
export type Stored = { src: string; width: number | null; height: number | null };

/** Stores a picture for a document; throws an Error whose message says what was wrong with it. */
export async function upload(file: File, documentId: string): Promise<Stored> {
	const form = new FormData();
	form.set('file', file);
	form.set('document', documentId);
	const answer = await fetch('/files', {
		method: 'POST',
		body: form,
		headers: { accept: 'application/json' }
	});
	if (!answer.ok) throw new Error(await whyNot(answer));
	const { src, width, height } = (await answer.json()) as Stored;
	return { src, width, height };
}

/** What a page elsewhere says of itself. */
export type Card = { href: string; [name: string]: unknown };

/** Asks the place for the card of an address, for a document; throws when there is none to be had. */
export async function cardOf(href: string, documentId: string): Promise<Card> {
	const answer = await fetch('/api/v1/link-cards', {
		method: 'POST',
		body: JSON.stringify({ href, document: documentId }),
		headers: { 'content-type': 'application/json' }
	});
	if (!answer.ok) throw new Error(await whyNot(answer));
	return (await answer.json()) as Card;
}
