import type { Chapter } from './kinds.ts';

/** What people have made so far of the third part, which is open. */
export const asking: Chapter = {
	shared: [
		{
			key: 'asking-niran',
			by: 'niran',
			on: 'asking',
			day: 1,
			title: 'The question I ask myself first',
			markdown: `Before I ask anybody I ask: **what would I expect to see if I were right?** Then I go and look. If I see it, I do not have to ask. If I do not, that is line three of Darcy’s five, and it is worth more than the error message.`
		},
		{
			key: 'asking-wren',
			by: 'wren',
			on: 'asking',
			day: 2,
			title: 'Asking when you are new',
			markdown: `Five months in. What nobody told me, and what I now tell people who start after me:

- You may ask the **same** thing twice. Say so: “I asked this in August and did not understand the answer.” People like it.
- Keep a page *“things I was too shy to ask”*. On Fridays, ask one. Mine had 34 lines in September and has 6 now.
- When somebody answers, write down **where the answer lives**, not the answer.
- “Is it normal that…” is a complete question.

I did the five lines this morning. It took me eight minutes to write and Niran four to answer. In the past it would have been lunch.`
		},
		{
			key: 'asking-mateusz',
			by: 'mateusz',
			on: 'asking',
			day: 2,
			markdown: `Three rows of the file, not the file. **One row that works, one that does not, one I am unsure about.** Nobody has ever needed the other 40,000.`
		},
		{
			key: 'asking-farah',
			by: 'farah',
			on: 'asking',
			day: 3,
			title: 'Ask lawyers with a yes',
			markdown: `People in legal are asked all day what is allowed, and the safe answer is no. I ask differently: *“I am about to do this. Please stop me by Wednesday if I may not.”* It is Ruth’s “if I hear nothing”, wearing a tie. They read it on the same day, each time.`
		}
	],
	takenUp: [
		{
			by: 'isaiah',
			on: 'asking',
			passage: 'Five lines',
			day: 1,
			why: 'You quoted me. Now I must.',
			how: 'A text snippet, typed with ;5',
			shown: true
		},
		{
			by: 'marcus',
			on: 'asking',
			passage: 'Five lines',
			day: 1,
			how: 'I will say them aloud first. Habit.',
			shown: true
		},
		{
			by: 'ploy',
			on: 'asking',
			passage: 'Five lines',
			day: 2,
			why: 'I am afraid to ask in English. With five lines I need only fill in.',
			shown: true
		},
		{
			by: 'caleb',
			on: 'asking',
			passage: 'Two, twenty, sixty',
			day: 2,
			how: 'The timer is an egg. I am told there are tomatoes.',
			shown: true
		},
		{ by: 'abena', on: 'asking', passage: 'Ask the room, name a person', day: 2, shown: true },
		{
			by: 'bridie',
			on: 'asking',
			passage: 'It was',
			day: 3,
			why: 'On Sundays the old threads are all I have.',
			shown: true
		},
		{ by: 'theo', on: 'asking', passage: 'Line four', day: 3, shown: true },
		{
			by: 'steward',
			on: 'asking',
			passage: 'Ask the room, name a person',
			day: 3,
			why: 'I ask forty people for ideas and get three answers, from the same three.',
			how: 'One name under every question.',
			ask: 21
		},
		{
			by: 'priya',
			on: 'asking-mateusz',
			passage: 'One row that works',
			day: 4,
			how: 'For screenshots: one that works, one that does not.',
			shown: true
		}
	],
	same: [
		{
			by: 'tunde',
			on: 'asking',
			passage: 'Five lines',
			day: 1,
			note: 'I had six. I take back the sixth.'
		},
		{ by: 'kofi', on: 'asking', passage: 'Two, twenty, sixty', day: 1 },
		{
			by: 'arjun',
			on: 'asking',
			passage: 'It was',
			day: 2,
			note: '340 of them. They are the best index we have.'
		},
		{ by: 'siti', on: 'asking', passage: 'Ask the room, name a person', day: 2 },
		{
			by: 'liam',
			on: 'asking',
			passage: 'If the answer is in an article',
			day: 3,
			note: 'The paragraph, always. A bare link is a closed door with a sign on it.'
		}
	],
	said: [
		{
			key: 'asking-q1',
			by: 'mei',
			on: 'asking',
			passage: 'Five lines',
			day: 1,
			text: 'Which of the three needs is allowed most often? I always want somebody to think with, and then I write “fix”.'
		},
		{
			by: 'darcy',
			on: 'asking',
			replyTo: 'asking-q1',
			day: 1,
			text: 'All three are allowed. In my pile 70 % said “fix” and about half of those meant “think”. Say think. It is the one I enjoy.'
		},
		{ by: 'theo', on: 'asking', day: 2, text: 'What did you eat with the crisps.' },
		{
			key: 'asking-q2',
			by: 'gareth',
			on: 'asking',
			passage: 'Two, twenty, sixty',
			day: 2,
			text: 'Twenty minutes of whose time? I write slowly.'
		},
		{
			by: 'niran',
			on: 'asking',
			replyTo: 'asking-q2',
			day: 2,
			text: 'Twenty of being stuck. Writing does not count, it is already the cure.'
		},
		{
			by: 'liam',
			on: 'asking-wren',
			day: 3,
			text: '@Wren this goes to everyone who starts with me, from Monday on. “Is it normal that…” is a complete question. Yes.'
		},
		{
			by: 'ruth',
			on: 'asking-wren',
			day: 3,
			text: 'I am in my seventeenth year and I have just begun a page of things I was too shy to ask.'
		},
		{
			by: 'omar',
			on: 'asking-farah',
			day: 4,
			text: 'Wearing a tie. I will use it with my own bank.'
		}
	],
	thanked: [
		{ by: ['wren', 'ploy', 'marcus', 'mei', 'isaiah', 'gareth'], on: 'asking', day: 3 },
		{ by: ['ruth', 'liam', 'dana', 'ploy', 'joy'], on: 'asking-wren', day: 3 },
		{ by: ['darcy', 'isaiah'], on: 'asking-niran', day: 2 },
		{ by: ['darcy', 'niran', 'priya'], on: 'asking-mateusz', day: 4 }
	]
};
