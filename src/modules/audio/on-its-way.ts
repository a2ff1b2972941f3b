import { onItsWay, playing } from './player/playing.svelte.ts';

/** Where a track awaits bytes. */
export type Expected = { track: string; recording: string; upload: string };
type Begun = Expected & { door: string; told: string };

const mine = () => onItsWay(playing.person);

/** Notes that this person's file is on its way from this device. */
export function noteBegun(file: File, begun: Begun): void {
	localStorage.setItem(mine(), JSON.stringify({ ...all(), [identityOf(file)]: begun }));
}

/** Notes that a file has come, or is awaited no more. */
export function noteOver(file: File): void {
	const { [identityOf(file)]: _, ...others } = all();
	if (Object.keys(others).length === 0) localStorage.removeItem(mine());
	else localStorage.setItem(mine(), JSON.stringify(others));
}

/** Where the same file was on its way: told the same, or chosen again at its track with nothing else to tell. */
export function begunBefore(file: File, door: string, told: string): Expected | undefined {
	const begun = all()[identityOf(file)];
	if (!begun) return undefined;
	const { words } = JSON.parse(told) as { words?: string };
	const atItsTrack = begun.door !== door && door === `/api/v1/tracks/${begun.track}/takes`;
	return (begun.door === door && begun.told === told) || (atItsTrack && !words) ? begun : undefined;
}

const all = () => JSON.parse(localStorage.getItem(mine()) ?? '{}') as Record<string, Begun>;

const identityOf = ({ name, size, lastModified }: File) => `${size} ${lastModified} ${name}`;
