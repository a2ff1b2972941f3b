/** Notes, once somebody turns away from a long text, at which of its blocks they are; to be called again when they leave the page. */
export function watchReading(text: { id: string; blocks: { id: string }[] }, place?: string) {
	const order = text.blocks.map(({ id }) => id);
	let kept = place ?? '';
	let here = kept;
	let wait: ReturnType<typeof setTimeout>;

	/** The first block of which something is still to be seen; empty at the end. */
	function look(): void {
		const ends = order.map(
			(id) => document.getElementById(`b-${id}`)?.getBoundingClientRect().bottom ?? 0
		);
		here = ends.at(-1)! < innerHeight ? '' : (order.find((_, i) => ends[i]! > 96) ?? '');
	}

	/** Whoever only looks at the beginning again has not lost their place. */
	function keep(): void {
		if (here === kept || here === order[0]) return;
		kept = here;
		void fetch(`/api/v1/reading/${text.id}`, {
			method: here ? 'PUT' : 'DELETE',
			headers: { 'content-type': 'application/json' },
			...(here && { body: JSON.stringify({ block: here }) }),
			keepalive: true
		}).catch(() => {});
	}

	function scrolled(): void {
		clearTimeout(wait);
		wait = setTimeout(look, 300);
	}

	function turned(): void {
		if (!document.hidden) return;
		look();
		keep();
	}

	look();
	addEventListener('scroll', scrolled, { passive: true });
	document.addEventListener('visibilitychange', turned);
	return () => {
		clearTimeout(wait);
		removeEventListener('scroll', scrolled);
		document.removeEventListener('visibilitychange', turned);
		keep();
	};
}
