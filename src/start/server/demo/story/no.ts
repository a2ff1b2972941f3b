import type { Chapter } from './kinds.ts';

/** What people made of saying no, some weeks ago. */
export const no: Chapter = {
	shared: [
		{
			key: 'no-colleen',
			by: 'colleen',
			on: 'no',
			day: 3,
			title: 'The refund I should not have given',
			circle: 'leads',
			markdown: `I am sharing this with the leads only, since the customer can be recognised.

A studio asked for eleven months back. I said yes in the second letter because I was tired, and then I spent four weeks explaining to billing why the rule did not hold for them and would hold for the next one.

What I do now: I write the answer, I **sleep**, and I send it in the morning if I still agree with it. It has been a no five times out of six, and each of those was shorter than what I wrote the night before.`
		},
		{
			key: 'no-tahlia',
			by: 'tahlia',
			on: 'no',
			day: 4,
			markdown: `On the phone I say the no standing up. I do not know why it works. My voice is kinder when I am not folded in half.`
		},
		{
			key: 'no-omar',
			by: 'omar',
			on: 'no',
			day: 5,
			title: 'A no that keeps its face',
			markdown: `In Arabic, and I think in Thai and Malay as well, a no in the first line can be a door in the face. It does not mean that you hide it. It means that you put something **true** before it:

1. What you understood: *“You want your two clinics to share one list of patients.”*
2. Why it is a good thing to want.
3. The no, in one short sentence, by itself on a line.
4. The door.

Three sentences come before Lena's first. Nobody has ever told me that they did not notice the no.`
		},
		{
			key: 'no-mateusz',
			by: 'mateusz',
			on: 'no',
			day: 8,
			markdown: `I have one macro which is only the word **No** and a full stop, with the cursor behind it. It is not for sending. It makes me write the rest from there, and I can never begin with “unfortunately” again.`
		},
		{
			key: 'no-abena',
			by: 'abena',
			on: 'no',
			day: 9,
			title: 'For doctors',
			markdown: `Doctors say no to people all day and they hear it well, if it is a diagnosis:

- what it is,
- how sure we are,
- what we can do instead,
- when we look at it again.

I have answered requests from clinics in these four lines since March. One wrote back: *“Finally somebody who does rounds.”*`
		}
	],
	takenUp: [
		{
			by: 'farah',
			on: 'no',
			passage: 'No first, reason second',
			day: 2,
			why: 'My letters to large accounts are a page long before anyone knows what I decided.',
			how: 'First line first, then I may write my page.',
			shown: true,
			answer: { outcome: 'kept', note: 'The pages got shorter by themselves.' }
		},
		{
			by: 'joy',
			on: 'no',
			passage: 'No first, reason second',
			day: 3,
			why: 'I say yes on calls and then regret it on Thursdays.',
			ask: 21,
			answer: {
				outcome: 'changed',
				note: 'On a call I say: “the short answer is no, and I will tell you why”. In one line, so that they do not stop listening.',
				variant: true
			}
		},
		{
			by: 'tahlia',
			on: 'no',
			passage: 'No first, reason second',
			day: 3,
			how: 'Only in writing, for a start.',
			ask: 21,
			answer: { outcome: 'kept' }
		},
		{
			by: 'wren',
			on: 'no',
			passage: 'No first, reason second',
			day: 5,
			why: 'I am new, and I have been hiding behind “let me check with the team”.',
			shown: true,
			answer: {
				outcome: 'kept',
				note: 'Eleven times. Nobody was angry. One person sent a photo of their dog.'
			}
		},
		{
			by: 'malik',
			on: 'no',
			passage: 'No first, reason second',
			day: 6,
			how: 'For every refund outside the thirty days.',
			ask: 21,
			answer: { outcome: 'kept' }
		},
		{
			by: 'ploy',
			on: 'no',
			passage: 'No first, reason second',
			day: 7,
			why: 'It frightens me, so I think I should.',
			ask: 28,
			answer: { outcome: 'dropped', note: 'It is too hard in Thai. I follow Omar’s way now.' }
		},
		{
			by: 'bridie',
			on: 'no',
			passage: 'No first, reason second',
			day: 7,
			how: 'With brunch places, who have no time for anything but the first line anyway.',
			shown: true,
			ask: 21,
			answer: { outcome: 'kept' }
		},
		{
			by: 'ploy',
			on: 'no-omar',
			passage: 'What you understood',
			day: 12,
			how: 'Three sentences before the no.',
			ask: 28,
			shown: true,
			answer: { outcome: 'kept', note: 'Yes. This is mine.' }
		},
		{
			by: 'mei',
			on: 'no',
			passage: 'The list of not yet',
			day: 8,
			how: 'A tab of my own, with the month in which I look again.',
			ask: 28,
			answer: { outcome: 'kept' }
		},
		{
			by: 'beatriz',
			on: 'no',
			passage: 'One apology',
			day: 6,
			why: 'In Portuguese we apologise in every verb.',
			ask: 28,
			answer: { outcome: 'changed', note: 'One at the end, never at the beginning.' }
		},
		{
			by: 'steward',
			on: 'no',
			passage: 'Offer a door',
			day: 9,
			why: 'I turn down trainings that people propose and leave them with nothing.',
			how: 'One thing they can do this week, in the same letter.',
			ask: 28,
			answer: { outcome: 'kept' }
		}
	],
	same: [
		{ by: 'colleen', on: 'no', passage: 'One apology', day: 4 },
		{
			by: 'tunde',
			on: 'no',
			passage: 'The list of not yet',
			day: 5,
			note: 'Mine is a label in the queue, and it sends itself to me on the first of the month.'
		},
		{
			by: 'ines',
			on: 'no',
			passage: 'One apology',
			day: 6,
			note: 'There is a macro for this. I deleted the word “unfortunately” from all 212 of ours in spring and nobody noticed, which is the point.'
		}
	],
	said: [
		{
			key: 'no-q1',
			by: 'chloe',
			on: 'no',
			passage: 'Offer a door',
			day: 3,
			text: 'What if there is no door? Sometimes there really is nothing they can do.'
		},
		{
			by: 'lena',
			on: 'no',
			replyTo: 'no-q1',
			day: 4,
			text: 'Then I say that too. “There is nothing you can do about it today, and I will not pretend.” It has happened four times this year. @Farah had the hardest of them.'
		},
		{ by: 'farah', on: 'no', replyTo: 'no-q1', day: 5, text: 'True. They renewed.' },
		{
			by: 'hakim',
			on: 'no-omar',
			day: 7,
			text: 'This is exactly how my father says no. Thank you for writing it down, Omar.'
		},
		{
			by: 'lena',
			on: 'no-omar',
			day: 8,
			text: 'I had not thought about who reads it. I would like this in the page when we keep it, if you agree.'
		}
	],
	thanked: [
		{ by: ['wren', 'farah', 'joy', 'ploy', 'malik', 'bridie'], on: 'no', day: 8 },
		{ by: ['siti', 'hakim', 'mei', 'lena'], on: 'no-omar', day: 9 },
		{ by: ['marcus', 'kofi'], on: 'no-tahlia', day: 6 },
		{ by: ['ines', 'lena', 'jonas'], on: 'no-mateusz', day: 10 }
	]
};
