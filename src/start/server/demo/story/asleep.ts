import type { Chapter } from './kinds.ts';

/** What people made of the second part, the one that most people took part in. */
export const asleep: Chapter = {
	shared: [
		{
			key: 'asleep-siti',
			by: 'siti',
			on: 'asleep',
			day: 1,
			title: 'From the other side of that message',
			markdown: `I am the Siti of Ruth’s story. I remember that morning well, because I was proud to be asked.

What I would add, from the side that wakes up: **tell me how sure you are.** “I would refund one” is good. “I would refund one, and I am quite sure” lets me say yes with my first coffee. “I would refund one, but I have not seen the contract” tells me what to do.

I write one of three words at the end of my proposals: *sure*, *fairly*, *guess*. Five letters, five letters, five letters. In Malay they are longer.`
		},
		{
			key: 'asleep-arjun',
			by: 'arjun',
			on: 'asleep',
			day: 2,
			title: 'I counted our nights',
			markdown: `I took every thread of last quarter in which people of more than one continent had to agree on something, and counted nights until the last word. There were **86**.

| Nights | Threads |
| --- | --- |
| 1 | 19 |
| 2 | 24 |
| 3 to 5 | 31 |
| more | 12 |

Then I looked at the first message alone. Of those that contained a proposal (“I would…”), **71 %** were over after one night or two. Of those that ended in a question mark and nothing else: 28 %.

It is not how fast we answer. It is how we begin.`
		},
		{
			key: 'asleep-beatriz',
			by: 'beatriz',
			on: 'asleep',
			day: 3,
			markdown: `I write it, then I delete the first paragraph. It was always for me.`
		},
		{
			key: 'asleep-yaw',
			by: 'yaw',
			on: 'asleep',
			day: 4,
			title: 'Voice when it is about feelings',
			markdown: `Text for facts. When I have to tell somebody asleep that something went wrong, I record **forty seconds**, and I say in the first five that nothing burns. A voice says it is not angry. Text cannot.`
		},
		{
			key: 'asleep-ines',
			by: 'ines',
			on: 'asleep',
			day: 5,
			title: 'Words that do not travel',
			markdown: `Some words mean a different hour, or a different heat, in every office. I keep a list of those that I no longer write to colleagues:

- **shortly**: ten minutes in Berlin, this week in London
- **next Friday**: nobody has ever agreed on it
- **quite good**: praise in Chicago, a warning in London
- **interesting**: see above
- **we should**: who?
- **EOD, COB, tomorrow**: as Ruth says

Instead: the date, the number, the name. It reads a little like a railway timetable. People get on trains by railway timetables.`
		},
		{
			key: 'asleep-hector',
			by: 'hector',
			on: 'asleep',
			day: 7,
			markdown: `My handover to Honolulu has a first line that is always the same: **“You can do all of this without me.”** If I cannot write that line honestly, the handover is not finished.`
		},
		{
			key: 'asleep-joy',
			by: 'joy',
			on: 'asleep',
			day: 9,
			markdown: `Schedule it. I write at ten at night when my daughter sleeps, and I let it leave at eight in the morning **of the reader**. Nobody has to know when I am at my best.`
		},
		{
			key: 'asleep-tunde',
			by: 'tunde',
			on: 'asleep',
			day: 11,
			title: 'A checklist before sending',
			markdown: `Stuck to my screen since Ruth’s part came out:

1. Can they act on it **today** without me?
2. Is the hour in their zone?
3. Did I say what I would do?
4. Did I say what happens if nobody answers?
5. Is the screenshot readable on a phone, in bed?

Number five is from experience.`
		}
	],
	takenUp: [
		{
			by: 'steward',
			on: 'asleep',
			passage: 'Count the nights',
			day: 2,
			why: 'Planning a training takes me eleven days of letters. I want to know which of my questions cost them.',
			how: 'A small number at the end of each thread.',
			shown: true
		},
		{
			by: 'farah',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 1,
			how: 'In every letter that needs a lead’s yes.',
			ask: 14,
			shown: true,
			answer: { outcome: 'kept', note: 'Two contracts moved while I slept.' }
		},
		{
			by: 'imogen',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 1,
			why: 'Dana and I lose a day each time one of us is polite.',
			ask: 14,
			shown: true,
			answer: { outcome: 'kept', note: 'We planned this whole part with it.' }
		},
		{
			by: 'mateusz',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 2,
			how: 'For imports: “if I hear nothing by Tuesday 12:00 your time, I import the first hundred rows only.”',
			ask: 13,
			shown: true,
			answer: {
				outcome: 'changed',
				note: 'I do half of it at once and say so; then there is something to look at when they wake up.',
				variant: true
			}
		},
		{
			by: 'niran',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 2,
			ask: 13,
			answer: { outcome: 'kept' }
		},
		{
			by: 'caleb',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 3,
			how: 'Three hours behind everyone who decides.',
			ask: 12,
			shown: true,
			answer: { outcome: 'kept', note: '41 hours to 12, for the four I tried.' }
		},
		{
			by: 'kalani',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 4,
			ask: 12,
			shown: true,
			answer: { outcome: 'kept' }
		},
		{ by: 'hector', on: 'asleep', passage: 'If I hear nothing', day: 6, shown: true },
		{
			by: 'yaw',
			on: 'asleep',
			passage: 'The last line first',
			day: 2,
			why: 'I bury it. My mother does too.',
			ask: 14,
			answer: { outcome: 'kept' }
		},
		{
			by: 'wren',
			on: 'asleep',
			passage: 'The last line first',
			day: 3,
			how: 'The template, all five lines, for every question to Sydney.',
			shown: true,
			ask: 'due'
		},
		{ by: 'ploy', on: 'asleep', passage: 'The last line first', day: 5 },
		{
			by: 'leilani',
			on: 'asleep',
			passage: 'Their Thursday, not mine',
			day: 4,
			why: 'Honolulu is always yesterday.',
			shown: true
		},
		{
			by: 'tahlia',
			on: 'asleep',
			passage: 'Decided',
			day: 6,
			how: 'In the studio channel, where nothing is ever decided and everything happens.',
			shown: true,
			ask: 'due'
		},
		{
			by: 'ruth',
			on: 'asleep-siti',
			passage: 'one of three words',
			day: 3,
			why: 'I have been asking for this for years without knowing the words.',
			shown: true
		},
		{
			by: 'dana',
			on: 'asleep-siti',
			passage: 'one of three words',
			day: 4,
			how: 'sure / fairly / guess, at the end of every proposal to Imogen.',
			shown: true
		},
		{
			by: 'darcy',
			on: 'asleep-hector',
			passage: 'You can do all of this without me',
			day: 9,
			shown: true
		},
		{
			by: 'isaiah',
			on: 'asleep-beatriz',
			passage: 'delete the first paragraph',
			day: 5,
			shown: true
		},
		{
			by: 'gareth',
			on: 'asleep',
			passage: 'Decided',
			day: 10,
			how: 'I come back on Mondays to forty lines. I would love to read one.'
		}
	],
	same: [
		{
			by: 'omar',
			on: 'asleep',
			passage: 'Their Thursday, not mine',
			day: 1,
			note: 'And never Friday afternoon.'
		},
		{ by: 'tunde', on: 'asleep', passage: 'Decided', day: 2 },
		{
			by: 'liam',
			on: 'asleep',
			passage: 'Their Thursday, not mine',
			day: 2,
			note: 'I am the one without daylight saving, so I have had to.'
		},
		{ by: 'kofi', on: 'asleep', passage: 'Count the nights', day: 3 },
		{
			by: 'priya',
			on: 'asleep',
			passage: 'The last line first',
			day: 3,
			note: 'It is how every help article should begin, too.'
		},
		{
			by: 'nora',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 5,
			note: 'On nights nobody ever answers, so it is the only way there is.'
		},
		{ by: 'lena', on: 'asleep', passage: 'The last line first', day: 4 },
		{
			by: 'chloe',
			on: 'asleep-tunde',
			passage: 'readable on a phone',
			day: 12,
			note: 'Yes. Also for my mother.'
		}
	],
	said: [
		{
			key: 'asleep-q1',
			by: 'abena',
			on: 'asleep',
			passage: 'The last line first',
			day: 1,
			text: 'In Ghana, if I do not greet, I have not begun. May I greet in one word?'
		},
		{
			by: 'ruth',
			on: 'asleep',
			replyTo: 'asleep-q1',
			day: 1,
			text: 'You may greet in as many as you like, and I will read every one. Put the question above them. I have added “it goes after”, thanks to you.'
		},
		{
			by: 'kofi',
			on: 'asleep',
			replyTo: 'asleep-q1',
			day: 2,
			text: 'Good morning, @Abena. How is the family. (You see, it works at the end too.)'
		},
		{
			key: 'asleep-q2',
			by: 'hakim',
			on: 'asleep',
			passage: 'If I hear nothing',
			day: 2,
			text: 'For data protection I cannot act on silence. What do I write instead?'
		},
		{
			by: 'ruth',
			on: 'asleep',
			replyTo: 'asleep-q2',
			day: 3,
			text: 'Then turn it round: “if I hear nothing, I do nothing, and the law’s date is the 14th”. Silence still has a meaning. It is just a different one.'
		},
		{
			by: 'hakim',
			on: 'asleep',
			replyTo: 'asleep-q2',
			day: 4,
			text: 'That works, and it is more frightening. Thank you.'
		},
		{
			by: 'mei',
			on: 'asleep-arjun',
			day: 3,
			text: 'Could you count it for chat as well? I have a suspicion.'
		},
		{
			key: 'asleep-a1',
			by: 'ruth',
			on: 'asleep-arjun',
			day: 3,
			text: '@Arjun this is the best thing anyone has made with my numbers. It is going to the leads’ call, with your name on it and not mine.'
		},
		{
			by: 'arjun',
			on: 'asleep-arjun',
			replyTo: 'asleep-a1',
			day: 4,
			text: 'I will frame this comment.'
		},
		{ by: 'gareth', on: 'asleep-ines', day: 6, text: '“Quite good” is quite good.' },
		{
			by: 'marcus',
			on: 'asleep-yaw',
			day: 5,
			text: 'Radio says: smile before you press the button. One hears it.'
		},
		{
			by: 'colleen',
			on: 'asleep-ines',
			passage: 'shortly',
			day: 6,
			text: 'In billing “shortly” means the bank has it. I shall stop.'
		}
	],
	thanked: [
		{
			by: [
				'siti',
				'kofi',
				'mei',
				'hakim',
				'omar',
				'liam',
				'yaw',
				'ploy',
				'niran',
				'farah',
				'steward'
			],
			on: 'asleep',
			day: 4
		},
		{ by: ['ruth', 'dana', 'imogen', 'leilani'], on: 'asleep-siti', day: 3 },
		{ by: ['ruth', 'tunde', 'malik', 'niran', 'theo'], on: 'asleep-arjun', day: 5 },
		{ by: ['priya', 'chloe', 'lena', 'gareth'], on: 'asleep-ines', day: 7 },
		{ by: ['kalani', 'darcy'], on: 'asleep-hector', day: 8 },
		{ by: ['abena', 'marcus', 'tahlia'], on: 'asleep-yaw', day: 6 },
		{ by: ['wren', 'isaiah'], on: 'asleep-tunde', day: 12 }
	]
};
