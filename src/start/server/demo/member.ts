import type { WorkingWeek } from '#platform/time/week.ts';

/** Somebody of the demo organisation, as they would write themselves down. */
export type Member = {
	key: string;
	name: string;
	zone: string;
	week: WorkingWeek;
	about: string;
	teach: string[];
	learn: string[];
};
