import { byMachine } from './spoken.ts';

/** What somebody hears of a sound: all of it, or up to the beginning of some words. */
type Heard = { by: string; day: number; to?: string };

/** Something said of a sound, where its words begin; in answer to another where it says so. */
type SaidOf = {
	key?: string;
	by: string;
	day: number;
	at?: string;
	replyTo?: string;
	text: string;
};

export type Track = {
	sound: string;
	title: string;
	heard: Heard[];
	said: SaidOf[];
	thanked: { by: string; day: number; at?: string }[];
};

export type List = {
	key: string;
	by: string;
	day: number;
	title: string;
	about: string;
	tags: string[];
	/** The circle that alone may hear it. */
	circle?: string;
	tracks: Track[];
};

export type Call = {
	key: string;
	by: string;
	day: number;
	closes: number;
	question: string;
	about: string;
	asked: string[];
	answers: { by: string; day: number; sound: string; marked?: boolean }[];
	declined: { by: string; day: number; words: string }[];
	/** Who heard all of it once it was over. */
	heardBy: string[];
	meeting?: { day: number; time: string; place: string };
	outcome?: { day: number; words: string };
};

const quiet = { heard: [], said: [], thanked: [] };

/** Lists of tracks by one voice; days count from the Monday of the third part. */
export const lists: List[] = [
	{
		key: 'interviews',
		by: 'ruth',
		day: -30,
		title: 'How to lead a job interview',
		about: `For whoever sits on the asking side for the first time. Five things, in the order in which you need them, each shorter than the walk to the room.\n\n${byMachine}`,
		tags: ['hiring', 'interviews', 'listening'],
		tracks: [
			{
				sound: 'ruth-clock',
				title: 'Begin with the clock',
				heard: [
					{ by: 'steward', day: 1 },
					{ by: 'liam', day: -28 },
					{ by: 'mateusz', day: -2 },
					{ by: 'dana', day: -27 }
				],
				said: [],
				thanked: [
					{ by: 'liam', day: -28 },
					{ by: 'imogen', day: -25 }
				]
			},
			{
				sound: 'ruth-day',
				title: 'Ask for a day, not for an opinion',
				heard: [
					{ by: 'steward', day: 1, to: 'does the customer have a name' },
					{ by: 'liam', day: -28 },
					{ by: 'mateusz', day: -2 }
				],
				said: [
					{
						by: 'omar',
						day: -26,
						at: 'does the customer have a name',
						text: 'She had the name, and the name of the customer’s dog. We took her.'
					}
				],
				thanked: []
			},
			{
				sound: 'ruth-seven',
				title: 'Count to seven',
				heard: [
					{ by: 'liam', day: -28 },
					{ by: 'mateusz', day: -2, to: 'I learned it on the phones' }
				],
				said: [
					{
						key: 'wren was the seven',
						by: 'wren',
						day: -27,
						at: 'What comes after seven',
						text: 'I was the seven. I said “I am slow, and then I am right”, and went home certain that I had lost.'
					},
					{
						by: 'ruth',
						day: -26,
						replyTo: 'wren was the seven',
						text: 'I wrote it down word for word. It is still on the back of your letter.'
					},
					{
						by: 'marcus',
						day: -25,
						at: 'At four you will want to help them',
						text: 'On the radio four seconds is a fault and seven is a fire. I did it yesterday all the same, and she told me about her first night in a hotel kitchen.'
					}
				],
				thanked: [
					{ by: 'wren', day: -27, at: 'A silence belongs' },
					{ by: 'omar', day: -26 },
					{ by: 'colleen', day: -24 },
					{ by: 'steward', day: 1 }
				]
			},
			{ sound: 'ruth-letter', title: 'Let them work, for ten minutes', ...quiet },
			{ sound: 'ruth-friday', title: 'Tell them on the day you said', ...quiet }
		]
	},
	{
		key: 'three',
		by: 'nora',
		day: -5,
		title: 'Ten past three',
		about: `For the one who is awake.\n\n${byMachine}`,
		tags: ['night'],
		circle: 'nights',
		tracks: [
			{
				sound: 'nora-three',
				title: 'If you listen to this alone',
				heard: [{ by: 'kalani', day: 1 }],
				said: [],
				thanked: [{ by: 'hector', day: 2 }]
			}
		]
	}
];

/** Questions that are answered aloud: one whose day is over, and one that is open. */
export const calls: Call[] = [
	{
		key: 'circles',
		by: 'darcy',
		day: -20,
		closes: -10,
		question:
			'How do you end a phone call that goes in circles, so that nobody feels shown the door?',
		about: byMachine,
		asked: ['marcus', 'kofi', 'tahlia', 'farah', 'theo'],
		answers: [
			{ by: 'marcus', day: -19, sound: 'marcus-circles' },
			{ by: 'kofi', day: -18, sound: 'kofi-circles' },
			{ by: 'tahlia', day: -17, sound: 'tahlia-circles', marked: true },
			{ by: 'farah', day: -14, sound: 'farah-circles', marked: true }
		],
		declined: [{ by: 'theo', day: -19, words: 'I have never ended one. They end me.' }],
		heardBy: ['steward', 'mateusz', 'dana', 'ploy'],
		outcome: {
			day: -6,
			words:
				'Four of you, in four zones, and it is one move: say back what you heard, name what happens next, and say goodbye in the same breath.\n\nI tried it on six calls. Five were over within a minute of it. The sixth was Tahlia’s third kind; I stayed, and it was not about the calendar.\n\nOn the card beside my phone it now says: 1. their words, 2. the next thing, at an hour of theirs, 3. goodbye. And Farah’s “what must not be forgotten?” is line six of my five lines.'
		}
	},
	{
		key: 'first week',
		by: 'liam',
		day: 1,
		closes: 18,
		question: 'What would you have liked to hear in your first week here, and from whom?',
		about: `For whoever starts with me in spring. A minute is enough, and it need not be wise.\n\n${byMachine}`,
		asked: ['steward', 'mateusz', 'dana', 'wren', 'ploy', 'gareth', 'joy', 'hakim'],
		answers: [
			{ by: 'wren', day: 2, sound: 'wren-first-week' },
			{ by: 'ploy', day: 3, sound: 'ploy-first-week' }
		],
		declined: [],
		heardBy: [],
		meeting: { day: 17, time: '20:00', place: 'On a call. I will be in pyjamas.' }
	}
];

/** What Yaw says into a comment, as he says that he does. */
export const saidInComment = {
	by: 'yaw',
	on: 'asleep-yaw',
	day: -8,
	sound: 'yaw-burns',
	title: 'Nothing burns',
	text: 'This is how it sounds. Joy woke up to it last week.'
};
