import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';
import { newId } from '#platform/server/ids.ts';
import { messageIdFor } from '#platform/server/mail/transport.ts';
import type { LetterKind } from '../notices.ts';
import { postOffice } from './post.ts';

export type NewLetter = {
	/** The same key is the same letter: it is written once. */
	key: string;
	person: string | null;
	kind: LetterKind;
	data: object;
	due: string;
	/** For somebody who has no account yet. */
	address?: string;
};

/** Puts letters into the outbox; a key that is there already is not written again, so nobody is told twice. */
export async function writeLetters(tx: Tx, letters: NewLetter[]): Promise<void> {
	if (letters.length === 0) return;
	const { origin } = postOffice();
	const people = letters.flatMap((letter) => letter.person ?? []);
	const { rows } = await sql<{ id: string; email: string }>`
		select id, email from auth."user" where id = any (${people}::uuid[])`.execute(tx);
	const addresses = new Map(rows.map((row) => [row.id, row.email]));
	const values = letters.flatMap(({ key, person, kind, data, due, address }) => {
		const to = address ?? addresses.get(person ?? '');
		if (!to) return [];
		return [
			{
				id: newId(),
				key,
				person_id: person,
				kind,
				address: to,
				data: JSON.stringify(data),
				due_at: due,
				message_id: messageIdFor(key, origin)
			}
		];
	});
	for (let i = 0; i < values.length; i += 500)
		await tx
			.insertInto('letter')
			.values(values.slice(i, i + 500))
			.onConflict((conflict) => conflict.column('key').doNothing())
			.execute();
}
