import { z } from 'zod';
import { line, lines } from '#modules/people/people.ts';

export const trackTitle = line(200).min(1, 'Say what it is about');
export const playlistTitle = line(200).min(1, 'Give it a title');
export const about = lines(2000);

/** What one recording may weigh: hours of a voice, or a long film of one. */
export const recordingAtMost = 4_000_000_000;

/** What is sent: its name on the device it comes from, and how many bytes there will be. */
export const sent = {
	name: line(300).default(''),
	bytes: z
		.number()
		.int()
		.min(1, 'This file is empty')
		.max(recordingAtMost, 'Choose a file of at most 4 GB')
};

export const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

export const shownTrack = z.object({
	id: z.string(),
	title: z.string(),
	voice: who,
	audience: z.string(),
	at: z.string(),
	withdrawn: z.boolean(),
	/** What is heard; null until the first recording is here. */
	take: z
		.object({
			id: z.string(),
			number: z.number(),
			seconds: z.number(),
			bytes: z.number(),
			src: z.string(),
			type: z.string(),
			at: z.string(),
			/** What is new since the take before. */
			words: z.string()
		})
		.nullable(),
	/** Where I am in it. */
	mine: z.object({ seconds: z.number(), take: z.number(), heard: z.boolean() }).nullable(),
	/** How fast I listen to this voice; 1 is as it spoke. */
	speed: z.number(),
	may: z.object({ change: z.boolean() })
});
export type ShownTrack = z.infer<typeof shownTrack>;

export const shownPlaylist = z.object({
	id: z.string(),
	title: z.string(),
	about: z.string(),
	owner: who,
	audience: z.string(),
	at: z.string(),
	withdrawn: z.boolean(),
	may: z.object({ change: z.boolean() })
});
