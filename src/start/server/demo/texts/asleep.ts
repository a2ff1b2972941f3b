/** Ruth's part. */
export const asleep = `:::ask
Before you send your next message to somebody in another zone, read it once as if you had just woken up. Then pick a method below and try it on **five** messages this fortnight.

What I ask of everybody, and of myself first: no decision is made in a chat while the people it concerns are asleep.
:::

I run a team on which, at any given moment, a third of you are asleep. For years I wrote to you as if you were not.

Here is the message that taught me. I sent it to Siti at my four in the afternoon:

> Hi Siti, quick question about the Kuala Belait account, do you have a minute?

Siti read it at seven in the morning, her time. She answered: *“Yes, of course.”* I read that at seven the next morning and asked my question. She answered it overnight. **A question that took her ninety seconds took us two and a half days**, and for two of them a hotel could not take bookings.

Nobody did anything wrong, except that I had written the beginning of a conversation when what we have is letters.

## The last line first

Write what you need in the first line, as if the rest might be torn off. Not the history. Not hello. *“Please decide by your Thursday noon: do we refund Kuala Belait in full? I would.”* Then the history, for whoever wants it.

{name="The last line first" number=1}

Hello is welcome. It goes after.

## Answer the next question too

Before sending, ask: *what will they ask me back?* Then answer that as well. Each question that you foresee saves one night. I count nights now, not words: a good message costs **one night**, a lazy one costs three.

{name="Count the nights" number=2}

| You wrote | They ask | Nights |
| --- | --- | --- |
| “Do you have a minute?” | “Yes, what is it?” | 3 |
| “Can you look at the Belait account?” | “What for?” | 2 |
| “Belait was charged twice on the 3rd, screenshot below. I would refund one. Do you agree?” | nothing | 1 |

## A time has a place

“Tomorrow morning” is not a time. Neither is “EOD”. Whose? Write the day, the hour and whose hour it is, and let it be **theirs**: *“by Thursday 12:00, your time”*. You do the arithmetic, since you are the one who is asking. If several zones read it, write the one of whoever has least time left.

{name="Their Thursday, not mine" number=3}

## Say what happens if nobody answers

This is the one I would keep if I could keep only one. End with what you will do if you hear nothing, and when.

*“If I hear nothing by Thursday noon your time, I refund it and tell the customer.”*

Silence then is an answer. Nobody has to be awake for work to go on, and nobody wakes up to find that they were the bottleneck. In the eight weeks since the leads began to do this, the time from question to decision went from 41 hours to 17.

{name="If I hear nothing" number=4}

Use it for what can be undone. For what cannot, wait for a person.

## One thread, one decision

When a thread has decided something, its last message says so, beginning with the word **Decided**, and by whom. Whoever wakes up reads that line and may skip the other forty. If they disagree, they open a new thread; they do not reopen the old one at three in the morning of the person who thought it was over.

{name="Decided" number=5}

## Do not apologise for the hour

I get many messages that begin with “sorry for writing so late”. Please stop. It is not late where I am, or it is and I am asleep, and then my phone is silent because I set it so. **Quiet hours are the reader's job; clear words are the writer's.** That is the whole bargain. If it does not work for you yet, set your quiet hours today; it takes a minute, and nobody here will ever ask you why you did not see something in them.

## A template, since Wren asked

1. What I need, from whom, by when in their time.
2. What I would do.
3. What happens if I hear nothing.
4. What I know, in five lines at most.
5. Where the rest is.

It looks cold. It is not. Warm is what lets the other person sleep.
`;
