import type { Drawing } from '../pictures.ts';

/** The trainings by the name that the story knows them by. */
export type TrainingKey = 'no' | 'inbox' | 'asleep' | 'asking' | 'notes' | 'night';

/** Something shared; `day` counts from the opening of its training, in its author's zone. */
export type Shared = {
	key: string;
	by: string;
	on: TrainingKey;
	day: number;
	title?: string;
	markdown: string;
	/** The circle that alone may see it. */
	circle?: string;
	/** Stands where the text says `{picture}`. */
	picture?: Drawing;
};

/** A method taken up; `passage` is its name, or some of its words. */
export type TakenUp = {
	by: string;
	on: string;
	passage: string;
	day: number;
	why?: string;
	how?: string;
	/** After how many days they want to be asked, or so that it is asked about now; four weeks when nothing is said. */
	ask?: number | 'due';
	shown?: boolean;
	answer?: { outcome: 'kept' | 'changed' | 'dropped'; note?: string; variant?: boolean };
};

/** “I already do this”. */
export type Same = { by: string; on: string; passage: string; day: number; note?: string };

/** A comment; on a passage, or in answer to another. */
export type Said = {
	key?: string;
	by: string;
	on: string;
	passage?: string;
	replyTo?: string;
	day: number;
	text: string;
};

/** Thanks for something, from several people. */
export type Thanked = { by: string[]; on: string; passage?: string; day: number };

/** What people of one training did with it. */
export type Chapter = {
	shared: Shared[];
	takenUp: TakenUp[];
	same: Same[];
	said: Said[];
	thanked: Thanked[];
};
