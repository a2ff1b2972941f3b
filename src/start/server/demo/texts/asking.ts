/** Darcy's part. */
export const asking = `:::ask
Take the next thing you would have asked in chat as “does anyone know…?” and ask it in five lines instead. Then tell us how long the answer took, and whether it was an answer.

Expected of all of us: before a ticket goes to second line it says what was tried. That is all. It need not be clever.
:::

I sit on second line. My whole job is being asked things. I have opinions.

Last quarter I went back over the **212 questions** that reached me and sorted them by what happened next. I did it on a Friday, with crisps.

| What I did first | How many | Median time to an answer |
| --- | --- | --- |
| Answered | 61 | 20 min |
| Asked which customer | 48 | 7 h |
| Asked what they had tried | 57 | 9 h |
| Asked what “broken” means | 38 | 11 h |
| Went for a walk | 8 | – |

Look at the second column. Two thirds of my first replies were questions. Not because anyone is careless, but because when you have stared at a thing for forty minutes, **it is obvious to you** and you leave out exactly the part I need.

## Five lines

This is the whole method. Print it, tattoo it, whatever.

1. **Who**: customer, plan, their zone.
2. **Wanted**: what they tried to do, in their words.
3. **Got**: what happened instead. Copy the error, do not retell it.
4. **Tried**: what you did already, even if it was silly.
5. **Need**: an answer, a fix, or somebody to think with. These are three different things.

{name="Five lines" number=1}

Of the questions that came with all five, I answered 54 of 61 without asking anything back. The other seven were genuinely interesting, and I thank you for them.

## Line four is the kind one

People skip *Tried* because it feels like confessing. It is the opposite. It tells me that you know what you are doing, it saves me from suggesting what you did an hour ago, and half the time **writing it makes you see the one thing you did not try**. I have received eleven messages this year that end in the middle. Their authors had found it. Those are my favourites.

{name="Line four" number=2}

> I wrote the whole question, read it back, deleted it, fixed the thing and told nobody. Then I told Darcy.
>
> Isaiah

## Ask the room, name a person

“Does anyone know” is a question to nobody. Everyone waits for everyone. Ask in the open channel, so that the answer is there for the next one, **and name one person** who will look first: *“@Niran, you know sync best; anybody else welcome.”* You get the open door of a channel and the promise of a letter.

{name="Ask the room, name a person" number=3}

If you do not know whom to name, name me. I will know who.

## Ask at the right size

- If you can find it in **two minutes**, find it.
- If you are at **twenty minutes**, ask. Not because you failed, but because it is now cheaper.
- If you are at **an hour**, somebody should have taught you about twenty minutes. That was my fault; here it is.

{name="Two, twenty, sixty" number=4}

Set a timer. I am serious. Stubbornness has no clock of its own.

## Close the loop, and leave the light on

When it works, go back to where you asked and write what it was, in one line, starting with **It was**. *“It was the calendar's second time zone.”* Somebody in Sydney will search for exactly that in March. The person you asked learns what happened, which is half of their pay.

{name="It was" number=5}

## And when you are the one who is asked

- Answer the question first. Teach second. Never the other way round.
- If the answer is in an article, send the **paragraph** and the link. A bare link says “you could have found this yourself”, whether you meant it or not.
- If you do not know, say so in the first minute. “I don't know, I'd ask Tunde” is a complete answer.

I learned that last one the hard way: I once kept a question for two days because I was sure I would know it any minute. I did not know it. Tunde did. He had been online the entire time.

Your turn. How do you ask, and what makes you answer?
`;
