import { setUpHere } from '#modules/people/server/place.ts';
import { createTokenHere } from '#modules/people/server/tokens.ts';
import { personAt } from '#modules/people/server/persons.ts';
import { runDue } from '#platform/server/jobs.ts';
import { needed, type Command } from './command.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export const commands: Command[] = [
	{
		words: 'setup',
		usage:
			'setup --place NAME --name NAME --email ADDRESS --password PASSWORD --zone ZONE [--demo]',
		options: { place: text, name: text, email: text, password: text, zone: text, demo: flag },
		run: (given) =>
			setUpHere({
				place: needed(given, 'place'),
				name: needed(given, 'name'),
				email: needed(given, 'email'),
				password: needed(given, 'password'),
				zone: needed(given, 'zone')
			})
	},
	{
		words: 'token create',
		usage: 'token create --email ADDRESS',
		options: { email: text },
		run: async (given) => createTokenHere(await personAt(needed(given, 'email')))
	},
	{ words: 'run-due', usage: 'run-due', run: () => runDue() }
];
