/** Nora's training for the night shift alone. */
export const night = `:::ask
Write down, before your next night, the three things you would wake somebody for. Bring them to the circle; we make one list of them.
:::

Between 02:00 and 05:00 UTC there are two of us, on a good night. On the other nights there is one, and it is you.

The day shift thinks the hard part is being tired. It is not. **The hard part is deciding alone.** By day you turn your head and somebody nods. At night nobody nods, so a small thing grows until you have rebooted a clinic in Perth that only had its cable out.

## The three that wake somebody

Mine are: money moving that should not, patients without their appointments, and me not being able to see the difference between the two. For these I ring, and I do not begin with sorry. Everything else gets a line in the log and waits for breakfast, wherever breakfast is.

{name="The three that wake somebody" number=1}

## Say it out loud

Before anything that cannot be undone I say to the empty room what I am about to do and why. If it sounds foolish, it was. This has saved me twice, and my cat has heard worse.

{name="Say it out loud" number=2}

## Leave the shift a better log than you found

- What rang, and what I did.
- What I did not do, on purpose.
- What I would look at first if I were you.

The third line is the one Kalani reads. He told me so in 2023, and I have not missed it since.

{name="What I would look at first" number=3}

Nobody should do more than four nights in a row. If the plan says five, show me and I will swap.
`;
