/** Kofi's part. */
export const calmInbox = `:::ask
Read this once, at an hour when nobody waits for you. Then choose **one** method and keep it for two weeks. If you have a better one, write it down for the rest of us; one line is enough.

What the team asks of all of us: customers hear from us within their working day, and nobody answers between their last hour and their first.
:::

In my first year here I kept a count, because my grandmother counted everything and I am her grandson. On an ordinary Tuesday I opened my inbox **ninety-four times**. I answered thirty-one letters. So sixty-three times I went to the door, looked out, saw nobody I could help, and went back to my chair a little more tired.

I thought the inbox was the work. It is not. It is the door of the shop. You cannot bake if you stand at the door all day, and you should not lock it either. What follows is how I learned to bake.

## Doors, not windows

I open the inbox three times a day: **at 09:15, at 13:00 and at 15:45**. Each time I stay until every letter has had one of three things: an answer, a date, or a name that is not mine. Then I close the tab. Not the window behind it. The tab.

{name="Three doors" number=1}

The first week feels like holding your breath. By the second you notice that nobody has written twice. In the month after I began, my first answers came 22 minutes later on average, and my last answers, the ones that close the matter, came almost a day **sooner**. Customers do not measure the first.

> People do not want you quickly. They want you completely.
>
> My grandmother, about a tailor

## The ledger of two minutes

Whatever takes less than two minutes I do the moment I read it. Everything else gets a line in a ledger on paper: who, what, by when. Never more than seven lines. When an eighth wants in, one of the seven is finished, given away, or told the truth: *not this week*.

{name="The ledger of seven lines" number=2}

I have tried this in four different apps. Paper wins, because paper does not ring.

## Turn off what you never chose

Every tool we use arrives with its bells on. I went through mine with a cup of tea and asked of each bell: *when did this last change what I did next?*

| Bell | A day | Changed what I did | Now |
| --- | --- | --- | --- |
| New ticket, any queue | 140 | 2 | off |
| New ticket, mine, urgent | 3 | 3 | on |
| Somebody reacted to my message | 25 | 0 | off |
| Mentioned by name in chat | 11 | 6 | on, with sound |
| Calendar, ten minutes before | 4 | 4 | on |
| Mail on the phone | 60 | 1 | deleted |

From 243 bells a day to 18. It took one cup of tea.

{name="A cup of tea for the bells" number=3}

## Snooze with a reason

A snoozed letter that comes back without a reason is a stranger at the door at night. So when I send one away, I write on it why and what should have happened by then: *“Thursday: by now the bank has answered; if not, ring Farah.”* It takes nine words. On Thursday I do not have to read the whole conversation to remember why I was afraid of it.

{name="Snooze with a reason" number=4}

## Say when you are at the door

None of this works in secret. My status says it in one line, every day the same:

- I read mail at 9:15, 1 and quarter to 4, Accra time.
- If a customer cannot work at all, ring me. I like the phone.
- If I have not answered by the end of your tomorrow, I have not seen it. Send it again without being polite about it.

The third line is the one people thank me for.

{name="The status line" number=5}

## What I got wrong

For about three months I did this so strictly that Mei once waited four hours for a password I could have sent in ten seconds. A method is a servant. When you begin to admire it, it has become the master. So: one open door in an emergency, and *you* decide what an emergency is **before** it knocks. Mine are three: a clinic that cannot see its appointments, money that left twice, and a colleague who is alone on a shift.

Now it is your turn. Tell us what you do at the door.
`;

/** Kofi's second version, after people in other zones answered. */
export const calmInboxAgain = calmInbox
	.replace(
		'What the team asks of all of us: customers hear from us within their working day, and nobody answers between their last hour and their first.',
		'What the team asks of all of us: customers hear from us within their working day; nobody answers between their last hour and their first; and from now on each of us has a status line that says when we are at the door, with the zone it is meant in.'
	)
	.replace(
		'I open the inbox three times a day: **at 09:15, at 13:00 and at 15:45**. Each time',
		'I open the inbox three times a day: **at 09:15, at 13:00 and at 15:45**. If you hand over to another continent, let the last door be half an hour before you leave, as Kalani does, so that what you find there can still reach somebody awake. Each time'
	);
