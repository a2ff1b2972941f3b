import { readFileSync, statSync } from 'node:fs';
import { listLettersHere } from '#modules/notices/server/letters.ts';
import { setUpHere } from '#modules/people/server/place.ts';
import { addPersonHere, signInTokenHere } from '#modules/people/server/at-the-machine.ts';
import { connectDirectoryHere } from '#modules/people/server/directory/connecting.ts';
import { importPeopleHere } from '#modules/people/server/import/import.ts';
import { limits, textOfCsv } from '#modules/people/server/import/read-csv.ts';
import { addStewardHere, removeStewardHere } from '#modules/people/server/stewards.ts';
import { createTokenHere } from '#modules/people/server/tokens.ts';
import { personAt } from '#modules/people/server/persons.ts';
import { runDue } from '#platform/server/jobs.ts';
import { readEnv } from '#platform/server/env.ts';
import { originOf } from './app.ts';
import { exportLibrary, exportPlace, exportSeries } from './archive/export.ts';
import { importClosed, importOpen } from './archive/import.ts';
import { backUp } from './backup.ts';
import { flag, idIn, needed, pathIn, text, type Command, type Given } from './command.ts';
import { endDemo } from './demo/end.ts';
import { setUpDemo } from './demo/seed.ts';
import { examine, examineClosed, type Finding } from './doctor.ts';
import { restore, tryOut } from './restore.ts';
import { importSeries } from './series/import.ts';
import { tryOutInChild } from './upkeep/child.ts';

export const commands: Command[] = [
	{
		words: 'setup',
		usage:
			'setup --place NAME --name NAME --email ADDRESS --password PASSWORD --zone ZONE [--demo]',
		options: { place: text, name: text, email: text, password: text, zone: text, demo: flag },
		run: (given) => {
			const begin = given.values.demo ? setUpDemo : setUpHere;
			return begin({
				place: needed(given, 'place'),
				name: needed(given, 'name'),
				email: needed(given, 'email'),
				password: needed(given, 'password'),
				zone: needed(given, 'zone')
			});
		}
	},
	{
		words: 'person add',
		usage: 'person add --email ADDRESS --name NAME --zone ZONE [--steward] [--password PASSWORD]',
		options: { email: text, name: text, zone: text, steward: flag, password: text },
		run: (given) => addPerson(given)
	},
	{
		words: 'person link',
		usage: 'person link --email ADDRESS',
		options: { email: text },
		run: async (given) => ({ link: signInLink(await signInTokenHere(needed(given, 'email'))) })
	},
	{
		words: 'steward add',
		usage: 'steward add --email ADDRESS',
		options: { email: text },
		run: (given) => addStewardHere(needed(given, 'email'))
	},
	{
		words: 'steward remove',
		usage: 'steward remove --email ADDRESS',
		options: { email: text },
		run: (given) => removeStewardHere(needed(given, 'email'))
	},
	{
		words: 'person import',
		usage: 'person import FILE.csv [--dry-run]',
		options: { 'dry-run': flag },
		path: true,
		run: (given) => importPeople(given)
	},
	{
		words: 'token create',
		usage: 'token create --email ADDRESS',
		options: { email: text },
		run: async (given) => createTokenHere(await personAt(needed(given, 'email')))
	},
	{
		words: 'directory connect',
		usage: 'directory connect --heir ADDRESS',
		options: { heir: text },
		run: async (given) => ({
			address: `${originOf(readEnv())}/scim/v2`,
			...(await connectDirectoryHere(needed(given, 'heir')))
		})
	},
	{
		words: 'import series',
		usage: 'import series FOLDER --email OWNER --audience AUDIENCE --first-opens DATE',
		options: { email: text, audience: text, 'first-opens': text },
		path: true,
		run: (given) =>
			importSeries(pathIn(given), {
				email: needed(given, 'email'),
				audience: needed(given, 'audience'),
				firstOpens: needed(given, 'first-opens')
			})
	},
	{
		words: 'backup',
		usage: 'backup FILE',
		path: true,
		run: (given) => backUp(readEnv().JUNTO_DATA, pathIn(given))
	},
	{
		words: 'restore',
		usage: 'restore FILE',
		path: true,
		closed: (given, env) => restore(pathIn(given), env)
	},
	{
		words: 'verify',
		usage: 'verify FILE',
		path: true,
		run: (given) => tryOutInChild(pathIn(given), readEnv().JUNTO_DATA),
		closed: (given, env) => tryOut(pathIn(given), env.JUNTO_DATA)
	},
	{
		words: 'export place',
		usage: 'export place FILE',
		path: true,
		run: (given) => exportPlace(pathIn(given))
	},
	{
		words: 'export series',
		usage: 'export series ID FILE',
		path: true,
		id: true,
		run: (given) => exportSeries(idIn(given), pathIn(given))
	},
	{
		words: 'export library',
		usage: 'export library FILE',
		path: true,
		run: (given) => exportLibrary(pathIn(given))
	},
	{
		words: 'import archive',
		usage: 'import archive FILE',
		path: true,
		run: (given) => importOpen(pathIn(given), readEnv()),
		closed: (given, env) => importClosed(pathIn(given), env)
	},
	{
		words: 'letters list',
		usage: 'letters list [--to ADDRESS]',
		options: { to: text },
		run: ({ values: { to } }) => listLettersHere(typeof to === 'string' ? { to } : {})
	},
	{
		words: 'demo end',
		usage: 'demo end',
		closed: (_, env) => endDemo(env)
	},
	{ words: 'run-due', usage: 'run-due', run: () => runDue() },
	{
		words: 'doctor',
		usage: 'doctor',
		run: () => examine(readEnv()),
		closed: (_, env) => examineClosed(env),
		show: (result) =>
			(result as Finding[])
				.map(({ about, fine, told }) => `${fine ? 'ok' : '!!'}  ${about}: ${told}`)
				.join('\n'),
		wrong: (result) => {
			const wrong = (result as Finding[]).filter(({ fine }) => !fine);
			if (wrong.length > 0) return `Look at ${wrong.map(({ about }) => about).join(', ')}`;
		}
	}
];

async function addPerson(given: Given): Promise<object> {
	const { password } = given.values;
	const { id, token } = await addPersonHere({
		email: needed(given, 'email'),
		name: needed(given, 'name'),
		zone: needed(given, 'zone'),
		steward: given.values.steward === true,
		...(typeof password === 'string' && { password })
	});
	return token ? { id, link: signInLink(token) } : { id };
}

function signInLink(token: string): string {
	return `${originOf(readEnv())}/sign-in/link?token=${token}`;
}

async function importPeople(given: Given): Promise<object> {
	const path = pathIn(given);
	if (statSync(path).size > limits.bytes) throw new Error('The file is larger than 5 MB. Split it');
	const dryRun = given.values['dry-run'] === true;
	const report = await importPeopleHere(textOfCsv(readFileSync(path)), { dryRun });
	const first = report.problems[0];
	if (dryRun || !first) return report;
	throw new Error(
		`Nobody was added: ${report.wrongRows} of ${report.rows} rows are wrong, the first in line ${first.line} (${first.field}: ${first.message}). See them all with --dry-run`
	);
}
