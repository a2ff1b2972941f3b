import * as m from '#messages';

/** What somebody may begin a playlist from: its title, and a sentence for each track. */
export type Outline = { key: string; title: string; lines: string };

/** What those who have just come can teach, in the reader's language. */
export function newcomersOutlines(): Outline[] {
	return [
		{ key: 'newcomer', title: m.outline_newcomer(), lines: m.outline_newcomer_lines() },
		{ key: 'surprised', title: m.outline_surprised(), lines: m.outline_surprised_lines() },
		{ key: 'elsewhere', title: m.outline_elsewhere(), lines: m.outline_elsewhere_lines() },
		{ key: 'tool', title: m.outline_tool(), lines: m.outline_tool_lines() }
	];
}

/** The outlines that the place offers, in the reader's language. */
export function starterOutlines(): Outline[] {
	return [
		...newcomersOutlines(),
		{ key: 'campaign', title: m.outline_campaign(), lines: m.outline_campaign_lines() },
		{ key: 'interview', title: m.outline_interview(), lines: m.outline_interview_lines() },
		{ key: 'pitch', title: m.outline_pitch(), lines: m.outline_pitch_lines() },
		{ key: 'customer', title: m.outline_first_customer(), lines: m.outline_first_customer_lines() },
		{ key: 'goals', title: m.outline_goals(), lines: m.outline_goals_lines() },
		{ key: 'growth', title: m.outline_growth(), lines: m.outline_growth_lines() },
		{ key: 'crypto', title: m.outline_crypto(), lines: m.outline_crypto_lines() }
	];
}

/** The sentences of an outline, of which each becomes a track. */
export function linesOf(outline: string): string[] {
	return outline
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}
