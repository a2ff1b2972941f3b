import { aroundTheClock, type Drawing } from '../pictures.ts';

type Written = {
	key: string;
	by: string;
	days: number;
	shelf: number;
	title: string;
	markdown: string;
	thanked: string[];
	said: { by: string; text: string }[];
	picture?: Drawing;
};

/** Pages that somebody wrote for the library; `days` counts from the Monday of the third part. */
export const pages: Written[] = [
	{
		key: 'page words',
		by: 'ines',
		days: -56,
		shelf: 1,
		title: 'Words we use, and words we leave',
		markdown: `We are forty people who write in one voice to customers who read in thirty languages. These are the words that we agreed on. If you disagree with one, say so below; four of them have changed that way.

| We write | We do not write | Because |
| --- | --- | --- |
| booking | reservation, appointment | it is what stands on the button |
| you | the user, the client | somebody reads this |
| does not work | is experiencing issues | issues are magazines |
| we made a mistake | an error occurred | it did not occur by itself |
| 14 March, 15:00 in Lisbon | tomorrow afternoon | theirs or ours? |
| please | kindly | “kindly” sounds like a summons |

## Three habits

1. The answer stands in the first line. Greeting before it, reasons after it.
2. One thing to do per letter. If there are two, number them.
3. Read it aloud in the voice of somebody who had a bad day. Would you still be on our side?

## Things that do not translate

- “Awesome”, “no worries”, “my bad”
- Anything about baseball
- Jokes, until they have made one

> When a customer writes in a second language, answer in short sentences of the first. It is not simpler. It is only clearer.`,
		thanked: ['priya', 'wren', 'ploy', 'lena'],
		said: [
			{ by: 'marcus', text: 'I shall miss baseball.' },
			{
				by: 'hakim',
				text: 'May we add “revert back”? In Brunei it means to answer, and elsewhere it frightens people.'
			}
		]
	},
	{
		key: 'page handover',
		by: 'hector',
		days: -33,
		shelf: 2,
		title: 'How a shift is handed over',
		picture: aroundTheClock,
		markdown: `There are six handovers in a day here, and between Honolulu and Accra there are **twenty minutes** in which nobody is at the desk. So the handover has to be written, and it has to be enough.

{picture}

## The order

1. *You can do all of this without me.* If you cannot write that, you are not finished.
2. What burns, or “nothing burns”.
3. What waits, for whom, until when in their time.
4. What looks alarming and is not.
5. Where I am, and whether you may ring me. (You may.)

## Who hands to whom

| From | To | At (UTC) |
| --- | --- | --- |
| Sydney, Brisbane | Bangkok, Brunei | 06:30 |
| Bangkok, Brunei | Dubai, Accra | 10:00 |
| Accra, Europe | New York, Chicago | 14:00 |
| New York, Chicago | Denver, Los Angeles | 20:30 |
| Denver, Los Angeles | Honolulu, Anchorage | 00:30 |
| Honolulu, Anchorage | Sydney, Brisbane | 04:30 |

The times move with daylight saving in some places and not in others. Queensland, Accra, Dubai, Bangkok, Brunei and Honolulu do not move. When the others do, Liam writes to all of us a week before.

## If nobody takes over

Ring the next name in the list, then the one after. Nobody has ever minded. Do not go home on a silent handover.`,
		thanked: ['kalani', 'nora', 'liam'],
		said: [{ by: 'kalani', text: 'Number four is the one I read first.' }]
	},
	{
		key: 'page series',
		by: 'dana',
		days: -28,
		shelf: 2,
		title: 'How a series is made here',
		markdown: `Somebody is tired of something. That is how each of ours began, and it is a better beginning than a plan.

1. **Name what would be different.** One sentence, in the words of a customer or a colleague. If it takes two, it is two series.
2. **Ask who is good at it already.** They are seldom the ones who talk about it. Four people, an hour each, in their own week.
3. **Write the first part only.** The others change once you have seen what people answer to it.
4. **Look at the weeks before you choose them.** The end of a quarter belongs to someone else. So does the week after a release.
5. **Ask for one thing per part.** Whoever has ten minutes should be able to finish it in ten minutes.

## What I got wrong

I once made seven parts, each with homework. By the fourth I was alone with Bridie, who is polite. Now there are never more than four, and nobody has homework: people say what they do, or try what somebody else does.

## Afterwards

Move it here while it is warm. In two months nobody remembers which of the forty answers was the good one, and the people who start in spring have only this page.`,
		thanked: ['imogen', 'lena', 'steward'],
		said: [{ by: 'bridie', text: 'I was not polite. I wanted to know how it ends.' }]
	},
	{
		key: 'page screenshots',
		by: 'darcy',
		days: -26,
		shelf: 1,
		title: 'Reading a customer’s screenshot',
		markdown: `A screenshot has more in it than the person meant to send. Before you ask anything, look at:

- **The clock** in the corner. Is it their time zone that is wrong, again?
- **The address bar.** Which account are they in? Is it the test one?
- **The language** of the buttons.
- **The tab titles.** Two tabs of us means two sessions.
- **The battery.** If it is at 3 %, answer fast.

Then write what you saw in your first line: *“I can see that you are in the second location and that the calendar is on Lisbon time.”* People are astonished. It is the nearest we come to magic, and it costs eleven seconds.

Never ask for a second screenshot before you have said what you learned from the first.`,
		thanked: ['wren', 'isaiah', 'leilani', 'caleb'],
		said: []
	},
	{
		key: 'page ninety',
		by: 'liam',
		days: -20,
		shelf: 0,
		title: 'Your first day, hour by hour',
		markdown: `Welcome. You will be told many things today. These are the only ones that you need before tomorrow.

1. **First hour.** Set your zone, your working week and your quiet hours. Nobody will write to you outside them, and nobody expects you to look.
2. **Second hour.** Sit beside somebody. Say nothing. Write down every word you do not know.
3. **Third hour.** Ask about three of those words.
4. **Lunch.** With a person. If you are the only one in your zone, I will eat dinner with you on a call; I have done it in pyjamas.
5. **Fourth hour.** Read *How a shift is handed over*, and *Words we use, and words we leave*.
6. **Fifth hour.** Answer one customer, with your neighbour reading along. Press the button yourself.
7. **Then go home.** You are done.

What you are *not* expected to know by Friday: the products, the people, the plan. What you are expected to know by Friday: whom to ask.`,
		thanked: ['ploy', 'wren', 'steward'],
		said: [{ by: 'ploy', text: 'He really was in pyjamas.' }]
	}
];
