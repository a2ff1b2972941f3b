/** In milliseconds, from the first time that one asks on. */
const [least, most] = [2_000, 30_000];

type Coming = { coming: { making: boolean }[] };

/** The track whose page waits; it does so once, however often it is told to. */
let awaited: string | undefined;

/** Asks, while the page of a track is there and seen, until no recording of it is being made ready any more, and then does what is next. */
export function untilReady(track: string, next: () => unknown): void {
	if (awaited === track) return;
	awaited = track;
	let wait = least;
	setTimeout(ask, wait);

	async function ask(): Promise<void> {
		const isHere = awaited === track && location.pathname === `/tracks/${track}`;
		const ready = isHere && !document.hidden && (await isReady(track));
		if (isHere && !ready) {
			wait = Math.min(most, wait * 1.5);
			return void setTimeout(ask, wait);
		}
		if (awaited === track) awaited = undefined;
		if (ready) next();
	}
}

async function isReady(track: string): Promise<boolean> {
	const answer = await fetch(`/api/v1/tracks/${track}`).catch(() => undefined);
	if (!answer?.ok) return false;
	const { coming } = (await answer.json()) as Coming;
	return !coming.some(({ making }) => making);
}
