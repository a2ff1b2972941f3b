import type { Place } from './place.ts';

/** The four windows of S0-12, whose boundary days are shared. */
export const windows = [
	{ title: 'Answer in three sittings', opens: '2027-01-21', closes: '2027-01-31' },
	{ title: 'Notes that outlive your shift', opens: '2027-01-31', closes: '2027-02-14' },
	{ title: 'Saying no before noon', opens: '2027-02-14', closes: '2027-02-28' },
	{ title: 'What the night team wishes you knew', opens: '2027-02-28', closes: '2027-03-14' }
];

/** Has Darcy publish a series in these windows; returns its first training, which asks for three sittings. */
export async function publishSeries(place: Place): Promise<string> {
	const series = await place.api<{ id: string; parts: { training: string }[] }>(
		'Darcy',
		'POST /series',
		{
			title: 'Working well across the night',
			audience: 'everyone',
			expectation: { level: 'expected', atLeast: 2 },
			parts: windows.map((window, i) => ({ ...window, ...(i === 0 && { markdown: text }) }))
		}
	);
	await place.api('Darcy', `POST /series/${series.id}/publication`);
	return series.parts[0]!.training;
}

const text = `Most of us answer all day and wonder at four where the day went.

Answer at three fixed times and close the window in between. People who need you sooner have a phone.

The first sitting is for reading, not for answering.`;
