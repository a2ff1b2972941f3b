/** In milliseconds, from the first time that one asks on. */
const [least, most] = [2_000, 30_000];

type Coming = { coming: { making: boolean }[] };

/** Asks, while the page is seen, until no recording of a track is being made ready any more, and then does what is next; returns what ends that. */
export function untilReady(track: string, next: () => unknown): () => void {
	let wait = least;
	let over = false;
	setTimeout(ask, wait);
	return () => void (over = true);

	async function ask(): Promise<void> {
		const ready = !over && !document.hidden && (await isReady(track));
		if (over) return;
		if (ready) return void next();
		wait = Math.min(most, wait * 1.5);
		setTimeout(ask, wait);
	}
}

async function isReady(track: string): Promise<boolean> {
	const answer = await fetch(`/api/v1/tracks/${track}`).catch(() => undefined);
	if (!answer?.ok) return false;
	const { coming } = (await answer.json()) as Coming;
	return !coming.some(({ making }) => making);
}
