import type { Name } from './cast.ts';
import type { Request } from './machine.ts';

export type Api = <Answer>(as: Name, request: Request, body?: object) => Promise<Answer>;
type Made = { id: string };
type Begun = Awaited<ReturnType<typeof begin>>;

/** The series that S0-12 describes: four windows whose boundary days are shared. */
export const windows = [
	{ title: 'Answer in three sittings', opens: '2027-01-21', closes: '2027-01-31' },
	{ title: 'Notes that outlive your shift', opens: '2027-01-31', closes: '2027-02-14' },
	{ title: 'Saying no before noon', opens: '2027-02-14', closes: '2027-02-28' },
	{ title: 'What the night team wishes you knew', opens: '2027-02-28', closes: '2027-03-14' }
];

/** What Darcy and the others plan and publish before the first window opens. */
export async function begin(api: Api) {
	const people = {} as Record<Name, string>;
	for (const name of ['Liam', 'Darcy', 'Kofi', 'Mei', 'Siti'] as const)
		people[name] = (await api<Made>(name, 'GET /me')).id;
	const trainers = [people.Darcy, people.Kofi, people.Mei, people.Siti];
	const texts = [sittings, notes, undefined, undefined];
	const series = await api<Made & { parts: { training: string }[] }>('Darcy', 'POST /series', {
		title: 'Working well across the night',
		about:
			'Four short pieces by four of us. Read when it suits you, try one thing, tell the others.',
		audience: 'everyone',
		expectation: { level: 'expected', atLeast: 2 },
		parts: windows.map((window, i) => ({ ...window, markdown: texts[i], trainers: [trainers[i]] }))
	});
	await api('Darcy', `POST /series/${series.id}/publication`);
	const [first = '', second = ''] = series.parts.map(({ training }) => training);
	await api('Mei', 'POST /circles', {
		name: 'Night shift',
		joining: 'closed',
		about: 'Those of us who answer while the others sleep.',
		members: [people.Siti]
	});
	await api('Kofi', 'POST /circles', {
		name: 'New to support',
		joining: 'open',
		about: 'Ask anything here.'
	});
	return { people, first, second };
}

/** What has happened by the midst of the second window. */
export async function continueInFebruary(api: Api, { first, second, people }: Begun) {
	const blocks = await blocksOf(api, second);
	const one = await api<Made>('Siti', `POST /trainings/${second}/submissions`, {
		title: 'Three lists and a name',
		markdown: siti
	});
	await api('Liam', `POST /trainings/${second}/submissions`, { markdown: liam });
	const narrow = await api<Made>('Mei', `POST /trainings/${first}/submissions`, {
		title: 'How the night does it',
		markdown: 'We answer at 22:00, 01:00 and 04:00 and nobody has complained in a year.',
		audience: `people:${people.Darcy},${people.Siti}`
	});
	await api('Mei', `POST /trainings/${second}/drafts`, { title: 'Half a thought' });
	const passage = [blocks[4]];
	await api('Mei', `POST /documents/${second}/adoptions`, {
		blocks: passage,
		how: 'On Fridays, before I close the laptop.',
		shown: true
	});
	await api('Liam', `POST /documents/${second}/adoptions`, { blocks: passage, shown: true });
	await api('Siti', `POST /documents/${second}/same`, {
		blocks: [blocks[2]],
		note: 'Since March, with the ferry timetable beside it.'
	});
	const asked = await api<Made>('Siti', 'POST /comments', {
		about: { kind: 'training', id: second, block: blocks[2] },
		markdown: 'Does this hold when the handover goes to **two** people? @Kofi'
	});
	await api('Kofi', 'POST /comments', {
		about: { kind: 'training', id: second, block: blocks[2] },
		markdown: 'Yes, as long as each line has one name behind it.',
		replyTo: asked.id
	});
	await api('Liam', 'POST /comments', {
		about: { kind: 'training', id: second },
		markdown: 'This came at the right moment: I am away from Sunday.'
	});
	await api('Mei', 'POST /comments', {
		about: { kind: 'submission', id: one.id },
		markdown: 'Do you keep the names once you are back?'
	});
	await api('Mei', 'POST /thanks', { about: { kind: 'submission', id: one.id } });
	await api('Mei', `PUT /trainings/${second}/check-off`, { version: 1 });
	const shelf = await api<Made>('Liam', 'POST /shelves', { name: 'Working together' });
	await api('Darcy', `POST /trainings/${first}/page`, {
		training: first,
		submissions: [narrow.id],
		shelf: shelf.id
	});
	await api('Darcy', 'POST /series', {
		title: 'Writing for somebody who is asleep',
		audience: `people:${people.Kofi},${people.Mei}`,
		expectation: { level: 'offered' },
		parts: [{ title: 'The first line', opens: '2027-03-15', closes: '2027-03-21' }]
	});
	await api('Liam', 'POST /invitations', { emails: ['ama@example.org'] });
	await api('Kofi', 'POST /skills', { direction: 'teach', name: 'Handing over' });
	await api('Kofi', 'POST /skills', { direction: 'learn', name: 'Spreadsheets' });
}

async function blocksOf(api: Api, training: string): Promise<string[]> {
	const { blocks } = await api<{ blocks: { id: string }[] }>('Kofi', `GET /trainings/${training}`);
	return blocks.map(({ id }) => id);
}

const sittings = `Most of us answer all day and wonder at four where the day went.

Answer at three fixed times and close the window in between. People who need you sooner have a phone.

{name="Darcy's first" number=1}

The first sitting is for reading, not for answering.`;

const notes = `:::ask
Read this once, pick one thing, and try it until the window closes.
:::

A note is good when somebody who was asleep while you wrote it can act on it. Most of ours cannot: they tell what happened, in the order in which it happened, and leave the reader to find out what to do.

Write the last line first. If the reader saw only that line, would they know what to do?

## Three lists

Before you leave, write down what is done, what waits and for whom, and what nobody needs to touch. The third list is the one that lets people sleep.

{name="Kofi's list" number=1}

> A note that survives a week off is a note that a stranger can act on.

- Keep the list in one place.
- Cross out, never delete.
- When a line stands there for the third day, split it.

| When | What | How long |
| --- | --- | --- |
| On arriving | Read everything, answer nothing | 10 min |
| At noon | Answer what takes under two minutes | 25 min |
| Before leaving | Write tomorrow’s first line | 5 min |`;

const siti = `I put a name behind every line of the second list. A line without a name is a line that nobody does.

What changed most: I stopped writing “for information”. If nobody has to act, it goes on the third list.`;

const liam = `I record the note as I walk to the ferry and type only the verbs.`;
