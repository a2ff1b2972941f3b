import { z } from 'zod';
import { day } from '#platform/time/day.ts';

export const level = z.enum(['offered', 'expected', 'required']);
export type Level = z.infer<typeof level>;

const date = day('Write a date such as 2027-01-31');
const title = z.string().trim().min(1, 'Give it a title').max(300, 'Use at most 300 characters');
const markdown = z.string().max(400_000, 'Use at most 400,000 characters');
const people = z.array(z.uuid()).max(50);

/** Local calendar dates, both inclusive, in each participant's own zone. */
export const dates = { opens: date, closes: date };
const inOrder = ({ opens, closes }: { opens: string; closes: string }) => opens <= closes;
const wrongOrder = { path: ['closes'], message: 'Choose a day on or after the first' };

export const format = z.enum(['written', 'mixed', 'recording', 'live', 'lightning', 'in_person']);
export type Format = z.infer<typeof format>;
/** Those for which people meet at an hour. */
export const meetingFormat = format.extract(['live', 'lightning', 'in_person']);
export type MeetingFormat = z.infer<typeof meetingFormat>;

export const part = z
	.object({
		title,
		markdown: markdown.optional(),
		...dates,
		trainers: people.optional(),
		format: format.optional()
	})
	.refine(inOrder, wrongOrder);

export const newDates = z.object({ training: z.uuid(), ...dates }).refine(inOrder, wrongOrder);

export const expectation = z.object({
	level,
	atLeast: z.number().int().min(1).max(100).optional()
});

export const seriesTitle = title;
export const trainingMarkdown = markdown;
export const parts = z.array(part).min(1, 'A series needs a part').max(60);
export const submissionMarkdown = z
	.string()
	.trim()
	.min(1, 'Write what works for you; one line is enough')
	.max(200_000, 'Use at most 200,000 characters');

export const feedbackWords = z
	.string()
	.trim()
	.min(1, 'Write a sentence')
	.max(2000, 'Use at most 2,000 characters');

/** Counts about people are shown to others from five on. */
export const floor = 5;

export const atOrAboveFloor = (count: number): number | null => (count >= floor ? count : null);
