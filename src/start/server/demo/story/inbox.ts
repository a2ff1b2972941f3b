import { threeDoors } from '../pictures.ts';
import type { Chapter } from './kinds.ts';

/** What people made of the first part. */
export const inbox: Chapter = {
	shared: [
		{
			key: 'inbox-yaw',
			by: 'yaw',
			on: 'inbox',
			day: 1,
			markdown: `Full screen. That is my whole method. One window, full screen, and the mail is on the other desk where I have to stand up for it.`
		},
		{
			key: 'inbox-jonas',
			by: 'jonas',
			on: 'inbox',
			day: 2,
			title: 'What four minutes cost me',
			markdown: `For three years my median first answer was **four minutes**. There is a screenshot of it with a trophy in the channel; please do not look for it.

What it cost, as far as I can count it:

| | Four minutes | Now |
| --- | --- | --- |
| Letters a day | 71 | 58 |
| Solved in one | 38 % | 64 % |
| Tickets reopened a week | 23 | 7 |
| Evenings on which I dreamt of the ping | most | none |

I did not slow down by willpower. I moved the queue into a second browser profile with an ugly purple theme. To look at tickets I have to go into the purple room, and one does not stay in the purple room for fun.

In the first days I timed how long I could stay away. Nine minutes, then twenty-five. After two weeks it was ninety, which is one lap of the forest behind our house, so I took the lap.`
		},
		{
			key: 'inbox-abena',
			by: 'abena',
			on: 'inbox',
			day: 3,
			title: 'Sort by who is waiting, not by when they wrote',
			markdown: `Inside a door I do not go from top to bottom. I go by **who cannot work without me**:

1. somebody with a person in front of them (reception, a clinic, a check-in),
2. somebody who will open tomorrow morning,
3. somebody who is curious.

Those are three tags; it takes four seconds a letter to set them, and the third group is nearly always the longest. They can have tea.`
		},
		{
			key: 'inbox-niran',
			by: 'niran',
			on: 'inbox',
			day: 4,
			markdown: `I read the **last** message of a thread first. In a third of cases the thread has solved itself by then and I never need to know how it began.`
		},
		{
			key: 'inbox-bridie',
			by: 'bridie',
			on: 'inbox',
			day: 5,
			title: 'Weekends are different',
			markdown: `On Saturday I am the door *and* the baker, so three doors cannot work. I do **ten minutes open, fifty closed**, with a kitchen timer shaped like a tomato. Everybody on a weekend shift gets a tomato from me. There are two left.`
		},
		{
			key: 'inbox-chloe',
			by: 'chloe',
			on: 'inbox',
			day: 7,
			markdown: `If I answer the same thing for the third time, I stop answering and write the article. Third time, not fifth. It is a rule, and it is the reason that I have a quiet Wednesday.`
		},
		{
			key: 'inbox-kalani',
			by: 'kalani',
			on: 'inbox',
			day: 8,
			title: 'The last door of the world',
			markdown: `When I close, everybody is asleep except Nora and the sea. So my last door is at 17:45 and it has a rule of its own: **nothing leaves my inbox without a continent**.

- Needs Accra? Written so that Yaw can act at six his time.
- Needs Sydney? They start in two hours; a voice message is fine.
- Needs nobody? Then I may answer it, and tomorrow is soon enough.

It takes fifteen minutes and I sleep like a stone.`
		},
		{
			key: 'inbox-leilani',
			by: 'leilani',
			on: 'inbox',
			day: 8,
			title: 'I drew the doors',
			picture: threeDoors,
			markdown: `I cannot keep a rule that I cannot see, so I drew it and hung it beside the window. The small desks are the point. We talk about the doors, but the day is made of what lies between them.

{picture}

At each red mark I put a dot when I kept it. Ten out of twelve in the first week. The other two were the same surf school.`
		},
		{
			key: 'inbox-caleb',
			by: 'caleb',
			on: 'inbox',
			day: 16,
			markdown: `Late, sorry; the lodge season. What works for me: I tell customers in my **signature** when I read mail. “I read letters at 8, 12 and 3, Alaska time.” Since then nobody has written “just checking”.`
		}
	],
	takenUp: [
		{
			by: 'steward',
			on: 'inbox',
			passage: 'The ledger of seven lines',
			day: 2,
			why: 'I keep my list in four places and trust none of them.',
			how: 'The paper one, beside the keyboard. Seven lines, then I have to say no to something.',
			ask: 'due',
			shown: true
		},
		{
			by: 'theo',
			on: 'inbox',
			passage: 'Three doors',
			day: 1,
			why: 'I counted too. A hundred and twelve.',
			how: '12:15, 16:00 and 19:45, since I come late.',
			ask: 'due',
			shown: true
		},
		{
			by: 'joy',
			on: 'inbox',
			passage: 'Three doors',
			day: 1,
			how: 'On calls days only two: before the first and after the last.',
			ask: 14,
			shown: true,
			answer: { outcome: 'kept', note: 'Even on Fridays.' }
		},
		{
			by: 'mei',
			on: 'inbox',
			passage: 'Three doors',
			day: 2,
			why: 'Because of the password, Kofi. I want to see it from the other side.',
			ask: 'due',
			shown: true
		},
		{
			by: 'gareth',
			on: 'inbox',
			passage: 'Three doors',
			day: 3,
			why: 'With three days a week I cannot spend one of them at the door.',
			ask: 'due'
		},
		{
			by: 'arjun',
			on: 'inbox',
			passage: 'Three doors',
			day: 2,
			how: 'I will log every opening in a sheet, of course.',
			ask: 12,
			shown: true,
			answer: {
				outcome: 'changed',
				note: 'Four doors, because Sydney gets two handovers a day. 94 openings became 11.',
				variant: true
			}
		},
		{
			by: 'dana',
			on: 'inbox',
			passage: 'Three doors',
			day: 4,
			why: 'If I answer at ten at night, eleven people think they should.',
			ask: 14,
			shown: true,
			answer: { outcome: 'kept', note: 'And the eleven noticed.' }
		},
		{
			by: 'beatriz',
			on: 'inbox',
			passage: 'Three doors',
			day: 5,
			how: '10:15, 14:00, 17:00.',
			ask: 14,
			answer: { outcome: 'dropped', note: 'Chat does not let me. I would need it for mail alone.' }
		},
		{
			by: 'hakim',
			on: 'inbox',
			passage: 'Three doors',
			day: 3,
			how: 'At eight, after prayer at half past twelve, and at four.',
			ask: 14,
			shown: true,
			answer: { outcome: 'kept' }
		},
		{
			by: 'leilani',
			on: 'inbox',
			passage: 'Three doors',
			day: 6,
			ask: 12,
			answer: { outcome: 'kept', note: 'With the drawing, yes.' }
		},
		{
			by: 'malik',
			on: 'inbox',
			passage: 'A cup of tea for the bells',
			day: 2,
			how: 'Coffee. 180 bells before, I will count again.',
			shown: true,
			ask: 14,
			answer: { outcome: 'kept', note: '180 to 22.' }
		},
		{
			by: 'ploy',
			on: 'inbox',
			passage: 'A cup of tea for the bells',
			day: 3,
			why: 'I did not know that one may turn them off.',
			shown: true,
			ask: 'due'
		},
		{
			by: 'wren',
			on: 'inbox',
			passage: 'Snooze with a reason',
			day: 2,
			why: 'I snooze out of fear and come back to fear.',
			how: 'Nine words, as Kofi says.',
			ask: 'due',
			shown: true
		},
		{
			by: 'isaiah',
			on: 'inbox',
			passage: 'Snooze with a reason',
			day: 4,
			ask: 14,
			answer: { outcome: 'kept' }
		},
		{
			by: 'omar',
			on: 'inbox',
			passage: 'The status line',
			day: 5,
			how: 'With “Friday until noon” in it.',
			ask: 'due',
			shown: true
		},
		{
			by: 'lena',
			on: 'inbox',
			passage: 'The status line',
			day: 6,
			ask: 12,
			answer: { outcome: 'kept' }
		},
		{
			by: 'jonas',
			on: 'inbox-yaw',
			passage: 'Full screen',
			day: 4,
			why: 'The purple room, but calmer.',
			ask: 'due'
		},
		{
			by: 'tahlia',
			on: 'inbox-bridie',
			passage: 'ten minutes open',
			day: 8,
			how: 'With one of the two tomatoes, please.',
			shown: true,
			ask: 14,
			answer: { outcome: 'kept', note: 'The tomato is very loud.' }
		},
		{
			by: 'marcus',
			on: 'inbox-abena',
			passage: 'somebody with a person in front of them',
			day: 7,
			how: 'Same three groups for calling back.',
			shown: true
		}
	],
	same: [
		{
			by: 'siti',
			on: 'inbox',
			passage: 'Three doors',
			day: 2,
			note: 'Two doors, in fact. Thursday has a third.'
		},
		{
			by: 'tunde',
			on: 'inbox',
			passage: 'The ledger of seven lines',
			day: 2,
			note: 'Five lines. I am older.'
		},
		{ by: 'yaw', on: 'inbox', passage: 'A cup of tea for the bells', day: 1 },
		{ by: 'kalani', on: 'inbox', passage: 'Snooze with a reason', day: 7 },
		{
			by: 'nora',
			on: 'inbox',
			passage: 'A cup of tea for the bells',
			day: 4,
			note: 'At night there are no bells but the real one. I recommend it.'
		},
		{
			by: 'priya',
			on: 'inbox-chloe',
			passage: 'third time',
			day: 8,
			note: 'Third time here too. We should compare our lists.'
		},
		{ by: 'imogen', on: 'inbox', passage: 'The status line', day: 3 },
		{ by: 'niran', on: 'inbox', passage: 'Three doors', day: 4 },
		{ by: 'darcy', on: 'inbox', passage: 'Three doors', day: 5 }
	],
	said: [
		{
			key: 'inbox-q1',
			by: 'theo',
			on: 'inbox',
			passage: 'Three doors',
			day: 1,
			text: 'Does this survive chat? Half of what reaches me is a person who sees that I am typing.'
		},
		{
			by: 'kofi',
			on: 'inbox',
			replyTo: 'inbox-q1',
			day: 2,
			text: 'Chat is a shop with the door open, so there must be somebody at the counter. We take turns of ninety minutes for that in Accra. The doors are for everything else. @Mei does it differently, I think?'
		},
		{
			by: 'mei',
			on: 'inbox',
			replyTo: 'inbox-q1',
			day: 2,
			text: 'I close mail while I am on chat and close chat while I am on mail. It is the *and* that makes one tired.'
		},
		{
			key: 'inbox-q2',
			by: 'farah',
			on: 'inbox',
			passage: 'Say when you are at the door',
			day: 3,
			text: 'May the status line say it in the reader’s time? Half of my accounts do the sum wrong.'
		},
		{
			by: 'arjun',
			on: 'inbox',
			replyTo: 'inbox-q2',
			day: 3,
			text: 'Write both. “9:15 in Accra, 13:15 in Dubai.” It fits, I measured it.'
		},
		{
			by: 'kofi',
			on: 'inbox',
			replyTo: 'inbox-q2',
			day: 6,
			text: 'You are both right, and it is in the text now: the zone belongs into the line. Thank you.'
		},
		{
			key: 'inbox-j1',
			by: 'ruth',
			on: 'inbox-jonas',
			day: 3,
			text: 'I gave you that trophy. I am sorry, Jonas. We measured the wrong thing, and you were good at it.'
		},
		{
			by: 'jonas',
			on: 'inbox-jonas',
			replyTo: 'inbox-j1',
			day: 4,
			text: 'It is a nice trophy. It holds pencils now.'
		},
		{
			by: 'colleen',
			on: 'inbox-jonas',
			day: 4,
			text: '38 to 64 is the number I will take to the leads’ call. May I?'
		},
		{
			by: 'liam',
			on: 'inbox-abena',
			day: 5,
			text: 'Going straight into the first week for new people, with your name on it.'
		},
		{
			by: 'wren',
			on: 'inbox',
			day: 6,
			text: 'I cried a little at “send it again without being polite about it”. Thank you, Kofi.'
		},
		{ by: 'nora', on: 'inbox-kalani', day: 9, text: 'The sea and I are honoured.' }
	],
	thanked: [
		{
			by: ['wren', 'theo', 'dana', 'gareth', 'siti', 'ploy', 'hakim', 'ruth', 'steward'],
			on: 'inbox',
			day: 6
		},
		{ by: ['mei', 'arjun', 'imogen', 'lena', 'tunde'], on: 'inbox-jonas', day: 5 },
		{ by: ['liam', 'farah', 'marcus'], on: 'inbox-abena', day: 6 },
		{ by: ['tahlia', 'hector'], on: 'inbox-bridie', day: 9 },
		{ by: ['yaw', 'nora', 'kofi'], on: 'inbox-kalani', day: 9 },
		{ by: ['jonas'], on: 'inbox-yaw', day: 4 },
		{ by: ['kofi', 'wren', 'mei', 'chloe', 'steward'], on: 'inbox-leilani', day: 9 }
	]
};
