/** In milliseconds, from the first time that one asks on. */
const [least, most] = [2_000, 30_000];

type Coming = { coming: { making: boolean }[] };

/** Waits until no recording of a track is being made ready any more, asking while the page is seen; for ever once nobody waits. */
export async function untilReady(track: string, left: AbortSignal): Promise<void> {
	for (let wait = least; ; wait = Math.min(most, wait * 1.5)) {
		await new Promise((over) => setTimeout(over, wait));
		if (left.aborted) return new Promise(() => {});
		if (document.hidden) continue;
		const answer = await fetch(`/api/v1/tracks/${track}`, { signal: left }).catch(() => undefined);
		if (!answer?.ok) continue;
		const { coming } = (await answer.json()) as Coming;
		if (!coming.some(({ making }) => making)) return;
	}
}
