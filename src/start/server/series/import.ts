import { personAt } from '#modules/people/server/persons.ts';
import { actorOf } from '#modules/people/server/actors.ts';
import { createSeries } from '#modules/series/server/planning.ts';
import { publishSeries } from '#modules/series/server/publishing.ts';
import type { Actor } from '#platform/server/door.ts';
import { NotFound } from '#platform/errors.ts';
import { uploadPictures } from './pictures.ts';
import { day, readFolder, type Chapter } from './read-folder.ts';

const days = 14;

/**
 * Makes a series of a folder of Markdown files through the doors, as the person with this address, and returns its id.
 * It is published at once: audience and days are said by whoever imports, so nothing is left to decide in a plan, and
 * those in the audience shall be able to read what was brought for them. Throws an error that names the file at fault.
 */
export async function importSeries(
	folder: string,
	{ email, audience, firstOpens }: { email: string; audience: string; firstOpens: string }
): Promise<{ id: string }> {
	if (!day.safeParse(firstOpens).success)
		throw new Error(`--first-opens ${firstOpens} is not a day such as 2027-01-21`);
	const owner = await ownerAt(email);
	const { title, chapters } = readFolder(folder);
	const windows = windowsOf(chapters, firstOpens);
	const trainers: string[][] = [];
	for (const chapter of chapters) trainers.push(await peopleAt(chapter));
	const texts: string[] = [];
	for (const chapter of chapters) texts.push(await uploadPictures(owner, folder, chapter));
	const parts = chapters.map(({ title }, i) => ({
		...{ title, markdown: texts[i]!, trainers: trainers[i]! },
		...windows[i]!
	}));
	const { id } = await createSeries(owner, {
		title,
		audience,
		expectation: { level: 'offered' },
		parts
	});
	await publishSeries(owner, { series: id });
	return { id };
}

/** The window of each chapter: its own days, else fourteen from the day on which the one before closes. */
export function windowsOf(
	chapters: Pick<Chapter, 'opens' | 'closes'>[],
	firstOpens: string
): { opens: string; closes: string }[] {
	let next = firstOpens;
	return chapters.map(({ opens = next, closes = Temporal.PlainDate.from(opens)
			.add({ days })
			.toString() }) => {
		next = closes;
		return { opens, closes };
	});
}

async function ownerAt(email: string): Promise<Actor> {
	const owner = await actorOf(await personAt(email));
	if (!owner) throw new NotFound(`${email} is nobody here any more`);
	return owner;
}

async function peopleAt({ trainers, file }: Chapter): Promise<string[]> {
	const people: string[] = [];
	for (const address of trainers)
		people.push(
			await personAt(address).catch((error: unknown) => {
				throw error instanceof NotFound ? new Error(`${file}: ${error.message}`) : error;
			})
		);
	return people;
}
