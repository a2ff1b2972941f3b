import { peopleNamed } from '#modules/people/server/named.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Form } from '#platform/server/web/kit.ts';

/** The audience that a form chooses, those who are named in it included. Throws Invalid for a name that is nobody's. */
export async function audienceIn(actor: Actor, form: Form): Promise<string> {
	if (form.text('audience') !== 'named') return form.text('audience');
	return `people:${(await named(actor, form)).join(',')}`;
}

/** Whether whoever lets more people hear something says that they heard it again. */
export const heardAgainIn = (form: Form) => ({ heardAgain: form.text('heard') === 'again' });

/** Who else is to hear or see a thing: another audience, or people beside those who do now. Throws Invalid for a name that is nobody's. */
export async function wideningIn(actor: Actor, form: Form) {
	if (form.text('audience') === 'named') return { people: await named(actor, form) };
	return { audience: form.text('audience') || undefined };
}

const named = (actor: Actor, form: Form) => peopleNamed(actor, 'names', form.text('names'));
