import { calmInbox, calmInboxAgain } from '../texts/calm-inbox.ts';

/** Something that somebody of the demo says aloud, line by line as it is written down. */
export type Spoken = { by: string; lines: string[] };

/** Said where it is heard, since nobody of the demo can be recorded. */
export const byMachine =
	'Everybody in this demo is invented, so nobody could be recorded: what you hear is a machine, eSpeak NG, speaking for them.';

/** What Kofi reads of his training, by words of each block: of its first version, and `again` once it had changed. */
export const readAloud = [
	{ key: 'kofi-count', passage: 'In my first year here', again: false },
	{ key: 'kofi-shop', passage: 'I thought the inbox was the work', again: false },
	{ key: 'kofi-doors', passage: 'I open the inbox three times a day', again: false },
	{ key: 'kofi-breath', passage: 'The first week feels', again: false },
	{ key: 'kofi-ledger', passage: 'Whatever takes less than two minutes', again: false },
	{ key: 'kofi-asks', passage: 'What the team asks of all of us', again: true }
];

/** Everything that is heard in the demo, by the name of its sound. */
export const spoken: Record<string, Spoken> = {
	'ruth-clock': {
		by: 'ruth',
		lines: [
			'Begin with the clock.',
			'We have forty minutes. I will ask you five things, and then you ask me.',
			'People who know how long it lasts stop waiting for the end of it.',
			'And say who you are. Not your title. What you did this morning.',
			'I tell them: I answered a man in Lisbon whose calendar had lost a Tuesday.',
			'After that, nobody tries to impress me.'
		]
	},
	'ruth-day': {
		by: 'ruth',
		lines: [
			'Never ask: are you good with difficult customers? Everybody is.',
			'Ask for a day.',
			'Tell me about the last person who was angry with you, from the first word to the last.',
			'Then be quiet, and listen for one thing: does the customer have a name?',
			'Those who remember the name have met somebody.',
			'The others have closed a ticket.'
		]
	},
	'ruth-seven': {
		by: 'ruth',
		lines: [
			'When they stop speaking, count to seven.',
			'Silently, and do not move your face.',
			'At four you will want to help them. Do not.',
			'What comes after seven is what they had not prepared, and it is nearly always why I hire somebody.',
			'I learned it on the phones.',
			'A silence belongs to whoever speaks next, so let it be them.'
		]
	},
	'ruth-letter': {
		by: 'ruth',
		lines: [
			'Give them a real letter, with the name taken out, and ten minutes.',
			'They may ask me anything, as they would ask a colleague.',
			'I do not look at the spelling. I look at whether they ask.',
			'Darcy says that a question with what was tried in it is half an answer.',
			'In an interview it is all of it.'
		]
	},
	'ruth-friday': {
		by: 'ruth',
		lines: [
			'Before they go, say when they will hear from you: a day, and an hour in their own zone.',
			'Then write on that day, above all if it is a no.',
			'Four lines, by yourself, with one true thing that you liked.',
			'I have written ninety of those.',
			'Eleven people applied again, and three of them work here now.',
			'You know one of them. She says I may tell you.'
		]
	},
	'marcus-circles': {
		by: 'marcus',
		lines: [
			'On the radio I had a clock with a red hand.',
			'When a caller came round for the second time, I did not interrupt. I gave them their ending.',
			'I said: so what I take away from this is, and then their own words.',
			'People let go of a thing once somebody else is holding it.',
			'On the phone it is the same, without the clock.'
		]
	},
	'kofi-circles': {
		by: 'kofi',
		lines: [
			'My grandmother never ended a visit. She stood up, and then she talked for a minute, standing.',
			'So I stand up.',
			'I say: I am going to write down two things while you are still here, so that I do not forget them.',
			'I read them out.',
			'Nobody has ever begun again after the second.'
		]
	},
	'tahlia-circles': {
		by: 'tahlia',
		lines: [
			'I never ask, is there anything else? It opens the door again.',
			'I say: the next thing that happens is, I ring the studio at three, your time.',
			'And goodbye, in the same breath.',
			'If they come back a third time, it is not about the booking.',
			'Then I stay, and I put the kettle on.'
		]
	},
	'farah-circles': {
		by: 'farah',
		lines: [
			'With large accounts I say the end before the beginning.',
			'I have twelve minutes, and all of them are yours.',
			'At ten I say: two minutes left. What must not be forgotten?',
			'It is always something that we had not talked about.',
			'And it is always the reason for the call.'
		]
	},
	'wren-first-week': {
		by: 'wren',
		lines: [
			'In my first week I was told everything, and by kind people.',
			'What I would have liked is one person who says: that word you just nodded at, do you know what it means?',
			'I nodded at forty words.',
			'Nobody asked me before October.',
			'So ask them at the third nod.'
		]
	},
	'ploy-first-week': {
		by: 'ploy',
		lines: [
			'I would have liked to hear somebody make a mistake. Everyone was so good.',
			'On my ninth day Mei said aloud: oh, I sent that to the wrong hotel.',
			'Then she laughed, and wrote to them.',
			'That was the day on which I began to speak.'
		]
	},
	'nora-three': {
		by: 'nora',
		lines: [
			'It is ten past three, and nothing burns.',
			'If you listen to this alone: the noise in the payment log is the bank’s. It comes every night, and it stops by itself.',
			'Eat something.',
			'Say it out loud before you press it.',
			'I will read your log before I read anything else.'
		]
	},
	'yaw-burns': {
		by: 'yaw',
		lines: [
			'Nothing burns. It is Yaw, ten to one in Accra.',
			'I sent your clinic the invoice of another clinic, and they have seen it.',
			'I said sorry, they laughed, and the right one is out. There is nothing for you to do.',
			'I only wanted you to hear it from me, and not from the log.'
		]
	},
	...Object.fromEntries(
		readAloud.map(({ key, passage, again }) => [
			key,
			{
				by: 'kofi',
				lines: paragraphsWith(again ? calmInboxAgain : calmInbox, passage).flatMap(sentencesOf)
			}
		])
	)
};

/** The words of a paragraph, or of all that is asked where that has the passage: it is one block. */
function paragraphsWith(markdown: string, passage: string): string[] {
	const asked = /:::ask\n(.*?)\n:::/s.exec(markdown)?.[1] ?? '';
	const lines = asked.includes(passage) ? asked : markdown;
	const paragraphs = lines.split('\n').filter((line) => lines === asked || line.includes(passage));
	if (paragraphs.length === 0) throw new Error(`No paragraph has the words “${passage}”`);
	return paragraphs.map((paragraph) => paragraph.replaceAll('*', ''));
}

function sentencesOf(words: string): string[] {
	const sentences = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(words);
	return [...sentences].map(({ segment }) => segment.trim());
}
