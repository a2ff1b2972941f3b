import { giveFeedback } from '#modules/series/server/feedback.ts';
import { changeTraining, createSeries } from '#modules/series/server/planning.ts';
import { addTrainer } from '#modules/series/server/team.ts';
import { publishSeries, publishTraining, saveTraining } from '#modules/series/server/publishing.ts';
import { startEarly } from '#modules/series/server/taking-part.ts';
import type { Script } from './script.ts';
import { asking } from './texts/asking.ts';
import { asleep } from './texts/asleep.ts';
import { calmInbox, calmInboxAgain } from './texts/calm-inbox.ts';
import { night } from './texts/night.ts';
import { notes } from './texts/notes.ts';
import { sayingNo } from './texts/saying-no.ts';

const parts = [
	{ key: 'inbox', title: 'A calm inbox', trainer: 'kofi', role: '', minutes: 10, text: calmInbox },
	{
		key: 'asleep',
		title: 'Writing for people who are asleep',
		trainer: 'ruth',
		role: 'Head of support',
		minutes: 10,
		text: asleep
	},
	{ key: 'asking', title: 'Asking well', trainer: 'darcy', role: '', minutes: 10, text: asking },
	{
		key: 'notes',
		title: 'Notes that survive a week off',
		trainer: 'siti',
		role: '',
		minutes: 8,
		text: notes
	}
] as const;

/** Adds the series in four parts by two owners, with a trainer for each part, from its first plan to the part that is open now. */
export function addTheSeries(script: Script): void {
	const { monday, windows } = script.calendar;
	const id = (key: string) => script.player(key).actor.id;
	const training = (key: string) => script.thing(key).id;
	script.add({
		by: 'dana',
		day: monday.subtract({ days: 49 }),
		makes: 'series',
		work: async (actor) => {
			const { id: series, parts: made } = await createSeries(actor, {
				title: 'Calm days, clear words',
				about: `Four short trainings about getting through the day and being understood by people who are asleep while you write. Read each one when it suits you, within its window. Then add a method of your own, choose one to try, or say that you do it already. Take part in at least two of the four, if you can; nobody keeps a list.\n\nWhen a window is over, the training and what you added to it move to the library, for everybody who joins us later.`,
				audience: 'everyone',
				expectation: { level: 'expected', atLeast: 2 },
				owners: [id('imogen')],
				parts: parts.map(({ key, title, trainer }) => ({
					title,
					...windows[key],
					trainers: [id(trainer)]
				}))
			});
			for (const [i, { key }] of parts.entries()) planned.set(key, made[i]!.training);
			return { kind: 'series', id: series };
		}
	});
	const planned = new Map<string, string>();
	for (const { key, trainer, role, minutes } of parts)
		script.add({
			by: 'imogen',
			day: monday.subtract({ days: 47 }),
			makes: key,
			after: ['series'],
			work: async (actor) => {
				const part = { training: planned.get(key)! };
				await changeTraining(actor, { ...part, minutes });
				if (role) await addTrainer(actor, { ...part, person: id(trainer), role });
				return { kind: 'training', id: part.training };
			}
		});
	const draft = (key: string, by: string, days: number, markdown: string, after: string[] = []) =>
		script.add({
			by,
			day: monday.add({ days }),
			makes: `${by} writes ${key}`,
			after: [key, ...after],
			work: async (actor) => {
				await saveTraining(actor, { training: training(key), markdown });
				return script.thing(key);
			}
		});
	const publish = (
		key: string,
		by: string,
		days: number,
		after: string,
		version: { markdown?: string; material?: boolean; note?: string } = {}
	) =>
		script.add({
			by,
			day: monday.add({ days }),
			makes: `${key} is out`,
			after: ['series is out', after],
			work: async (actor) => {
				await publishTraining(actor, { training: training(key), ...version });
				return script.thing(key);
			}
		});
	const greeting = '\n\nHello is welcome. It goes after.';
	const colder = asleep
		.replace(greeting, '')
		.replace(
			'It looks cold. It is not. Warm is what lets the other person sleep.',
			'It looks cold. It is not.'
		);
	draft('inbox', 'kofi', -42, calmInbox);
	draft('asleep', 'ruth', -38, colder);
	draft('asleep', 'imogen', -36, asleep.replace(greeting, ''), ['ruth writes asleep']);
	script.add({
		by: 'dana',
		day: monday.subtract({ days: 32 }),
		makes: 'series is out',
		after: ['kofi writes inbox', 'imogen writes asleep'],
		work: async (actor) => {
			await publishSeries(actor, { series: script.thing('series').id });
			return script.thing('series');
		}
	});
	publish('inbox', 'kofi', -18, 'kofi writes inbox', {
		markdown: calmInboxAgain,
		material: true,
		note: 'New in what we ask: a status line with your zone in it, after Farah and Arjun. And the last door for those who hand over, from Kalani.'
	});
	publish('asleep', 'ruth', -12, 'imogen writes asleep', {
		markdown: asleep,
		material: false,
		note: 'A greeting is welcome. Thank you, Abena.'
	});
	draft('asking', 'darcy', -10, asking);
	publish('asking', 'darcy', -3, 'darcy writes asking');
	draft('notes', 'siti', -2, notes);
	publish('notes', 'siti', 2, 'siti writes notes');
	script.add({
		by: 'liam',
		day: monday.add({ days: 3 }),
		after: ['notes is out'],
		work: async (actor) => void (await startEarly(actor, { training: training('notes') }))
	});
}

/** Adds what people say about the series as a whole: some of it for all to read, some for its owners alone. */
export function addFeedback(script: Script): void {
	const said = [
		[
			'theo',
			-5,
			true,
			'Two weeks is right. I read on the first day, think for ten, and write on the eleventh.'
		],
		[
			'abena',
			1,
			true,
			'I thought nobody wanted to hear how we do it in Accra. Now three people do it in Sydney.'
		],
		['nora', 2, true, 'No meeting at four in the morning. That is my whole review.'],
		[
			'malik',
			3,
			false,
			'Could the parts be a little shorter? I read them on the train and my train is short.'
		]
	] as const;
	for (const [by, days, mayQuote, words] of said)
		script.add({
			by,
			day: script.calendar.monday.add({ days }),
			after: ['series is out'],
			work: async (actor) => {
				await giveFeedback(actor, { series: script.thing('series').id, words, mayQuote });
			}
		});
}

/** Adds the training of some weeks ago, the night shift's own, and the series that is being prepared. */
export function addOtherTrainings(script: Script): void {
	const { monday, windows } = script.calendar;
	alone(script, {
		key: 'no',
		by: 'lena',
		title: 'Saying no and staying kind',
		window: windows.no,
		days: -60,
		text: sayingNo
	});
	alone(script, {
		key: 'night',
		by: 'nora',
		title: 'The only one awake',
		window: windows.night,
		days: -9,
		text: night,
		circle: 'nights'
	});
	const window = (from: number, to: number) => ({
		opens: monday.add({ days: from }).toString(),
		closes: monday.add({ days: to }).toString()
	});
	script.add({
		by: 'imogen',
		day: monday.add({ days: 1 }),
		makes: 'ninety',
		work: async (actor) => {
			const { parts: made, id } = await createSeries(actor, {
				title: 'Your first ninety days',
				about:
					'For whoever is new, and for whoever sits beside them. Still being written: Liam, please be strict with me.',
				audience: 'everyone',
				expectation: { level: 'offered' },
				owners: [script.player('liam').actor.id],
				parts: [
					{
						title: 'The first week: whom to ask what',
						...window(42, 56),
						trainers: [script.player('wren').actor.id]
					},
					{ title: 'The first month: being slow on purpose', ...window(56, 70) },
					{ title: 'The first ninety days: giving something back', ...window(70, 84) }
				]
			});
			ninety.push(...made.map((part) => part.training));
			return { kind: 'series', id };
		}
	});
	const ninety: string[] = [];
	script.add({
		by: 'liam',
		day: monday.add({ days: 3 }),
		after: ['ninety'],
		work: async (actor) => {
			const markdown = `:::ask\nSit beside somebody for one hour a day. Ask one question you are too shy to ask.\n:::\n\nYou have a list of forty tools and a list of forty names. Throw away the first list. The second one is the job.\n\n## Whom to ask what\n\n| When you wonder about | Ask | They are awake (UTC) |\n| --- | --- | --- |\n| money | Colleen, Malik | 12–22 |\n| sync | Niran, Isaiah | 3–12, 15–23 |\n| how to say no | Lena | 8–16 |\n| anything at all | Wren, who still remembers | 16–24 |\n\n(Here I need Wren’s list of things she was too shy to ask.)`;
			await saveTraining(actor, { training: ninety[0]!, markdown });
		}
	});
}

type Alone = {
	key: string;
	by: string;
	title: string;
	window: { opens: string; closes: string };
	days: number;
	text: string;
	circle?: string;
};

/** One part, one owner: planned, written and published on a day. */
function alone(script: Script, { key, by, title, window, days, text, circle }: Alone): void {
	script.add({
		by,
		day: script.calendar.monday.add({ days }),
		makes: key,
		after: [circle],
		work: async (actor) => {
			const { id, parts: made } = await createSeries(actor, {
				title,
				audience: circle ? `circle:${script.thing(circle).id}` : 'everyone',
				expectation: { level: 'offered' },
				parts: [{ title, markdown: text, ...window, trainers: [actor.id] }]
			});
			await publishSeries(actor, { series: id });
			return { kind: 'training', id: made[0]!.training };
		}
	});
}
