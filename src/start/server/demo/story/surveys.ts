import type { createSurvey } from '#modules/surveys/server/asking.ts';

type Given = Parameters<typeof createSurvey>[1];

/** What somebody answers, question by question: words, or what they choose by its place. */
export type Said = { by: string; answers: (string | number[])[]; mayQuote?: boolean };

export type Asked = Pick<Given, 'title' | 'lead' | 'mode' | 'questions'> & { said: Said[] };

export const halfway: Asked & { response: string } = {
	title: 'Halfway through: how is it going?',
	lead: 'Two parts are behind us. Before the third runs its course we would like to know what it costs you.',
	mode: 'anonymous',
	questions: [
		{ kind: 'words', text: 'What worked for you?' },
		{ kind: 'words', text: 'What would you change?' },
		{
			kind: 'scale',
			text: 'How easy was it to find the minutes?',
			options: ['hardly possible', 'easy']
		}
	],
	said: [
		{ by: 'omar', answers: ['Ten minutes is ten minutes.', 'More from the night team.', [4]] },
		{ by: 'farah', answers: ['Reading what others do, more than the text.', '', [4]] },
		{ by: 'yaw', answers: ['The list of three.', 'Fewer letters about it.', [4]] },
		{
			by: 'theo',
			answers: ['That nobody counts.', 'The second part came in our busiest week.', [2]]
		},
		{ by: 'lena', answers: ['Being asked again after four weeks.', '', [5]] },
		{ by: 'priya', answers: ['', 'Say earlier which part is next.', [4]] },
		{ by: 'hector', answers: ['The examples are ours, not from a book.', '', [2]] },
		{ by: 'abena', answers: ['I tried one thing and kept it.', 'Let us listen to it.', [5]] },
		{ by: 'jonas', answers: ['Short enough for the train.', 'Nothing yet.', [5]] },
		{ by: 'kalani', answers: ['', 'A window that does not end on a Sunday.', [4]] },
		{ by: 'ploy', answers: ['The handover with four lines.', '', [5]] },
		{ by: 'isaiah', answers: ['', '', [5]] }
	],
	response:
		'You told us that the minutes are there when the week is. So part four opens after the release, not in it. The night team writes the next examples, and what is announced comes in one letter.'
};

export const next: Asked = {
	title: 'What should come after part four?',
	lead: 'We plan the next round in two weeks.',
	mode: 'named',
	questions: [
		{ kind: 'words', text: 'What do you wish you were better at?' },
		{
			kind: 'several',
			text: 'How would you like to meet it?',
			options: ['To read', 'To hear on the way', 'To try with somebody', 'Live, for half an hour']
		},
		{ kind: 'one', text: 'Would you lead a part?', options: ['Yes', 'With somebody', 'Not now'] }
	],
	said: [
		{
			by: 'colleen',
			answers: ['Ending a conversation that goes in circles.', [1, 3], [2]],
			mayQuote: true
		},
		{ by: 'arjun', answers: ['Writing less, earlier.', [1, 2], [1]], mayQuote: true },
		{ by: 'steward', answers: ['Asking one person, not forty.', [1], [2]] },
		{ by: 'bridie', answers: ['Handing over when I am tired.', [2], [3]] }
	]
};
