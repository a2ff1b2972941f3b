import type { WorkingWeek } from '#platform/time/week.ts';
import { africaAndGulf } from './people/africa-and-gulf.ts';
import { americas } from './people/americas.ts';
import { asiaPacific } from './people/asia-pacific.ts';
import { europe } from './people/europe.ts';

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

export const cast: Member[] = [...americas, ...europe, ...africaAndGulf, ...asiaPacific];
