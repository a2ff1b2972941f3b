import { listenedAs } from './playing.svelte.ts';

type Position = { take: number; seconds: number; heard: boolean };

/** Tells the place where I am in a track; out of its reach the device keeps that, and tells it later. */
export function tellPosition(person: string, track: string, position: Position): void {
	void tell(track, position).then(
		() => keep(person, track, undefined),
		() => keep(person, track, position)
	);
}

/** Tells the place what it could not be told before. */
export async function tellKeptPositions(person: string): Promise<void> {
	for (const [track, position] of Object.entries(kept(person)))
		await tell(track, position).then(
			() => keep(person, track, undefined),
			() => {}
		);
}

async function tell(track: string, position: Position): Promise<void> {
	const answer = await fetch(`/api/v1/tracks/${track}/position`, {
		method: 'PUT',
		keepalive: true,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(position)
	});
	// What the place refuses for good it would refuse again.
	if (answer.status >= 500 || answer.status === 401 || answer.status === 429)
		throw new Error(answer.statusText);
}

function kept(person: string): Record<string, Position> {
	return JSON.parse(localStorage.getItem(listenedAs(person)) ?? '{}') as Record<string, Position>;
}

function keep(person: string, track: string, position: Position | undefined): void {
	const { [track]: before, ...rest } = kept(person);
	if (!before && !position) return;
	const now = position ? { ...rest, [track]: position } : rest;
	if (Object.keys(now).length === 0) localStorage.removeItem(listenedAs(person));
	else localStorage.setItem(listenedAs(person), JSON.stringify(now));
}
