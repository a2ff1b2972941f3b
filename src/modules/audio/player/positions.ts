import { deviceTime } from '#platform/device-clock.ts';
import { listenedAs } from './playing.svelte.ts';

type Position = { take: number; seconds: number; heard: boolean };
/** With the instant of this device's clock. */
type Kept = Position & { since: number };

/** In seconds: three years. */
const longestAgo = 100_000_000;

/** Tells the place where I am in a track; out of its reach the device keeps that, and tells it later. */
export function tellPosition(person: string, track: string, position: Position): void {
	const now = { ...position, since: deviceTime() };
	void tell(track, now).then(
		() => told(person, track, now),
		() => keep(person, track, now)
	);
}

/** Tells the place what it could not be told before. */
export async function tellKeptPositions(person: string): Promise<void> {
	for (const [track, position] of Object.entries(kept(person)))
		await tell(track, position).then(
			() => told(person, track, position),
			() => {}
		);
}

/** What is kept meanwhile may be newer than what was told. */
function told(person: string, track: string, { since }: Kept): void {
	if ((kept(person)[track]?.since ?? 0) <= since) keep(person, track, undefined);
}

/** Where I am in a take, as the place knows it from all my devices; undefined where that is not to be known, or this device knows better. */
export async function knownPosition(
	person: string,
	track: string,
	take: number
): Promise<number | undefined> {
	if (kept(person)[track]) return undefined;
	const signal = AbortSignal.timeout(8_000);
	const answer = await fetch(`/api/v1/tracks/${track}`, { signal }).catch(() => null);
	if (!answer?.ok) return undefined;
	const { mine } = (await answer.json()) as { mine: Position | null };
	return mine?.take === take ? mine.seconds : undefined;
}

async function tell(track: string, { since, ...position }: Kept): Promise<void> {
	// A clock that was set meanwhile knows no better.
	const ago = Math.min(longestAgo, Math.max(0, deviceTime() - since) / 1000);
	const answer = await fetch(`/api/v1/tracks/${track}/position`, {
		method: 'PUT',
		keepalive: true,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ ...position, ago })
	});
	// What the place refuses for good it would refuse again.
	if (answer.status >= 500 || answer.status === 401 || answer.status === 429)
		throw new Error(answer.statusText);
}

function kept(person: string): Record<string, Kept> {
	return JSON.parse(localStorage.getItem(listenedAs(person)) ?? '{}') as Record<string, Kept>;
}

function keep(person: string, track: string, position: Kept | undefined): void {
	const { [track]: before, ...rest } = kept(person);
	if (!before && !position) return;
	const now = position ? { ...rest, [track]: position } : rest;
	if (Object.keys(now).length === 0) localStorage.removeItem(listenedAs(person));
	else localStorage.setItem(listenedAs(person), JSON.stringify(now));
}
