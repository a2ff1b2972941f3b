import { z } from 'zod';
import { day } from '#platform/time/day.ts';
import { line, lines } from '#modules/people/people.ts';

export const trackTitle = line(200).min(1, 'Say what it is about');
export const playlistTitle = line(200).min(1, 'Give it a title');
export const about = lines(2000);
/** What a playlist is found by beside its words. */
const tag = line(40).min(1).toLowerCase();
export const tags = z
	.array(z.string())
	.refine((all) => all.every((one) => tag.safeParse(one).success), {
		message: 'Write each tag as a few plain words, of at most 40 characters',
		abort: true
	})
	.transform((all) => [...new Set(all.map((one) => tag.parse(one)))])
	.refine((all) => all.length <= 10, 'Use at most ten tags');
export const question = line(500).min(1, 'Write your question');
export const lastDay = day('Choose a day, such as 2027-01-31');
/** When others' answers to a question are heard. */
export const answersHeard = z.enum(['at once', 'after own']);

/** What one recording may weigh: hours of a voice, or a long film of one. */
export const recordingAtMost = 4_000_000_000;

/** What may be said into the recorder at one go: an hour and more of film, most of a day of voice. */
export const draftAtMost = 1_000_000_000;

/** What the words of one track may be, in characters. */
export const transcriptAtMost = 200_000;

/** Words of a track, and from when to when they are said, in seconds, where that is known. */
export const cue = z.object({
	from: z.number().min(0).nullable(),
	to: z.number().min(0).nullable(),
	text: z.string()
});
export type Cue = z.infer<typeof cue>;

/** What a part of a track is called, and the second at which it begins. */
export const chapter = z.object({ from: z.number().min(0).max(1_000_000), title: z.string() });
export type Chapter = z.infer<typeof chapter>;

/** A name on somebody's device as one plain line; it comes from no keyboard, so nobody is told to write it otherwise. */
const deviceName = z.string().transform((name) =>
	[
		...name
			.toWellFormed()
			.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
			.trim()
	]
		.slice(0, 300)
		.join('')
);

/** What is sent: its name on the device it comes from, and how many bytes there will be. */
export const sent = {
	name: deviceName.default(''),
	bytes: z
		.number()
		.int()
		.min(1, 'This file is empty')
		.max(recordingAtMost, 'Choose a file of at most 4 GB')
};

export const who = z.object({ id: z.string(), name: z.string(), face: z.string().nullable() });

/** Who will hear something: everyone, or the first dozen beside whoever asks, and how many more. */
export const hearers = z.object({
	everyone: z.boolean(),
	people: z.array(who),
	more: z.number(),
	/** The last day on which whoever has a link of its voice hears it, too. */
	linked: z.string().nullable()
});
export type Hearers = z.infer<typeof hearers>;

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
			words: z.string(),
			/** Whether what is said in it is written down: with its times, or as a text. */
			transcript: z.enum(['timed', 'plain']).nullable(),
			chapters: z.array(chapter)
		})
		.nullable(),
	/** Where I am in it, and when that was. */
	mine: z
		.object({ seconds: z.number(), take: z.number(), heard: z.boolean(), at: z.string() })
		.nullable(),
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
	tags: z.array(z.string()),
	may: z.object({ change: z.boolean() })
});

/** What a playlist asks of people, and what came back. */
export const shownCall = z.object({
	question: z.string(),
	closes: z.string(),
	minutes: z.number(),
	answers: answersHeard,
	/** When the time for answers ended, and whether that was before its day is over. */
	closed: z.string().nullable(),
	early: z.boolean(),
	/** Those who were asked, and whether their answer is here; that they cannot answer only whoever asked learns. */
	invited: z.array(
		who.extend({
			answered: z.boolean(),
			declined: z.object({ words: z.string() }).nullable()
		})
	),
	/** How many answers are here, and how many of them wait until mine is. */
	count: z.number(),
	shut: z.number(),
	/** Where I am with it: whether I was asked, answered, or said that I cannot; and who was asked since and does not hear my answer. */
	mine: z.object({
		invited: z.boolean(),
		answered: z.boolean(),
		declined: z.boolean(),
		unheard: z.array(who)
	}),
	/** Tracks that came after it closed, and those that whoever asked finds promising. */
	late: z.array(z.string()),
	marked: z.array(z.string()),
	outcome: z.object({ words: z.string(), at: z.string() }).nullable(),
	/** Whom those who were asked name in their place, which they and whoever asked learn. */
	suggested: z.array(who.extend({ by: z.string() })),
	/** The hour at which it is talked about as well. */
	meeting: z.object({ startsAt: z.string(), minutes: z.number(), place: z.string() }).nullable()
});
export type ShownCall = z.infer<typeof shownCall>;
