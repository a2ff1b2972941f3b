/** Siti's part. */
export const notes = `:::ask
Before your next day off, even if it is one day, leave a note. On your return, look at what people still had to ask you, and write that down too.

Expected: nobody is telephoned on their free day for something a note could have said.
:::

In Brunei we work Monday to Thursday, and Saturday. Friday and Sunday are free. So each week I disappear twice while you are in the middle of something, and twice I am here when nobody else is. I did not become good at notes because I am tidy. I had no choice.

The test of a note is simple. **Imagine that you are away for a week, on a boat, without signal.** Could a colleague who has never seen this customer do the next right thing by reading only your note? If yes, you may go. If not, you have not finished work; you have only stopped.

## Three lists

1. **Done**: what I finished, so that nobody does it twice.
2. **Waiting**: what waits, for whom, until when, and what to do if that day passes.
3. **Leave it**: what looks alarming and is not.

{name="Three lists" number=1}

Everybody writes the first. Many write the second. The third is where the peace is. When Liam took over the Temburong lodges from me, his note back said: *“Thank you for 'leave it'. I would have spent my morning on that red triangle.”*

## A name behind every line

A line without a name is a line that nobody does. Not “follow up with the bank”, but “**Hakim** asks the bank on Saturday; if no answer, **Farah** on Monday”. If the name is mine and I am on the boat, then it is not a plan.

{name="A name behind every line" number=2}

## Write what can burn

At the top, before everything: what could go wrong while I am away, how you would notice, and who may decide. Usually it is one line. Sometimes it is *nothing can burn*, and then say that too, since the reader cannot know it.

{name="What can burn" number=3}

| What can burn | How you would notice | Who decides |
| --- | --- | --- |
| Jerudong clinic renews on the 14th | they write to billing, angry | Colleen, up to one free month |
| Sync of the lodges | bookings older than two hours | Niran, may switch it off |
| Everything else | you would not | nobody; it waits for me |

## The last ten minutes of Thursday

I write the note in the last ten minutes of Thursday and of Saturday, with the door closed. Ten minutes, by the clock. If it needs more, my week was untidy, and the note tells me so in time to change the next one.

{name="The last ten minutes" number=4}

Do not write it on the last evening before a long leave. That note is written by somebody who is already on the boat.

## Come back slowly

On my first morning I read the answers to my note before I open the inbox. Then I ask one question of the person who covered: **“What did you have to find out that I could have told you?”** Each answer becomes a line in the next note. After a year the list of such things was four lines long, for the whole year.

{name="What did you have to find out?" number=5}

> A good note is a kindness to somebody whose name you do not know yet.

I would like to read yours. Please share one real note, with the customer's name taken out.
`;
