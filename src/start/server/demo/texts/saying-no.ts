/** Lena's part, which came before the series and is in the library now. */
export const sayingNo = `:::ask
Say one clear no this week that you would otherwise have softened until nobody could find it. Keep the customer's answer and show it to us.
:::

I look after feature requests. Last year there were **1,914**. We built 37 of them. So my job, told honestly, is to say no about nine times a day to people who took the trouble to write.

When I began, I was so afraid of it that I said yes with many words. *“What a great idea, I have passed it on to the team and we will certainly consider it.”* I looked up what had become of the first hundred of these. Nothing had. Seventy of those people had written again, eleven of them three times, and each time somebody thanked them for their great idea. I had not been kind. I had only put the no somewhere they would have to find it alone.

## No in the first line, reason in the second

*“No, we will not add invoices in two languages this year. We would have to keep two tax rules true at once, and we would get it wrong.”* That is all. In German we would leave out even the second line, but I have learned.

{name="No first, reason second" number=1}

The reason must be the true one. If the true one is “too few people need it”, then write that. People can bear a reason. What they cannot bear is a fog.

## Offer a door

After the no, one thing that they can do **today**. Not a consolation: a door. An export, a second calendar, another product if it must be. I have sent people to a competitor twice. Both came back within the year, with friends.

{name="Offer a door" number=2}

## Apologise once, or not at all

“Sorry” at the beginning, “unfortunately” in the middle and “I apologise for the inconvenience” at the end make three apologies for something that you decided on purpose. One is warm. Three sound as if you were hiding.

{name="One apology" number=3}

## Keep a list of not yet

Some no are really *not yet*. Those go on a list with the person's name, and when the day comes, I write to each of them by hand: *“You asked on 4 March. Here it is.”* It takes an afternoon, twice a year. Nothing else I do gets such letters back.

{name="The list of not yet" number=4}

| I used to write | Now I write |
| --- | --- |
| We will certainly consider it | No, not this year |
| I have passed it on | I decided this, and you may be cross with me |
| Unfortunately at this time | Today you can do it like this |
| Thank you for your understanding | nothing |

Afterwards, read the answer. In my folder are 340 answers to a clear no. **Six** are angry. The most frequent sentence in all the others is: *thank you for telling me.*

What is your way of saying no, and where do you still hide it?
`;
