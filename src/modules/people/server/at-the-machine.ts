import { z } from 'zod';
import { addAccount, hashPassword, makeSignInToken, putPassword } from '#platform/server/auth.ts';
import { instant } from '#platform/server/clock.ts';
import { asSystem } from '#platform/server/db/database.ts';
import { NotFound } from '#platform/errors.ts';
import { newId } from '#platform/server/ids.ts';
import { email, personName, zone } from '../people.ts';
import { checked } from './checked.ts';
import { welcome } from './absent.ts';
import { addPerson, peopleById, personAt } from './persons.ts';

const input = z.object({
	name: personName,
	email,
	zone,
	password: z.string().optional(),
	steward: z.boolean().default(false)
});

/** Adds a person by the machine's own shell; without a password `token` signs them in once, within a day. Throws Invalid. */
export async function addPersonHere(
	given: z.input<typeof input>
): Promise<{ id: string; token: string | null }> {
	const { password, steward, ...person } = checked(input, given);
	const hash = password === undefined ? null : await hashPassword(password);
	const id = newId();
	const at = instant();
	await asSystem('at the machine', async (tx) => {
		await addAccount(tx, { ...person, id, at });
		if (hash) await putPassword(tx, id, hash, at);
		await addPerson(tx, { ...person, id, at });
		if (steward) await tx.insertInto('stewardship').values({ person_id: id, since: at }).execute();
	});
	return { id, token: hash ? null : await makeSignInToken(person.email) };
}

/**
 * A token that signs in whoever has this address, once, within a day: the way back in when no letter arrives, and the way
 * in for whom only their words have come so far. Throws NotFound.
 */
export async function signInTokenHere(address: string): Promise<string> {
	const { email: known } = checked(input.pick({ email: true }), { email: address });
	await welcome(known);
	const id = await personAt(known);
	const here = await asSystem('at the machine', (tx) => peopleById(tx, [id], 'here'));
	const token = here.has(id) ? await makeSignInToken(known) : null;
	if (!token) throw new NotFound(`Nobody here has the address ${known}`);
	return token;
}
