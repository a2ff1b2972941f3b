import { africaAndGulf } from './people/africa-and-gulf.ts';
import { americas } from './people/americas.ts';
import { asiaPacific } from './people/asia-pacific.ts';
import { europe } from './people/europe.ts';
import type { Member } from './member.ts';

/** Everybody of the demo organisation but its steward. */
export const cast: Member[] = [...americas, ...europe, ...africaAndGulf, ...asiaPacific];
