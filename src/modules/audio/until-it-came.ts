import type { DetailedError } from 'tus-js-client';

/** There is no room left for it: to try again is to be refused again. */
const noRoom = 507;

/** How an upload goes on by itself: for half a day, whatever the browser thinks of its network, unless the place refuses it. */
export const untilItCame = {
	retryDelays: Array.from({ length: 4_500 }, (_, tries) => Math.min(10_000, 1_000 * tries)),
	onShouldRetry: ({ originalResponse }: DetailedError): boolean => {
		const status = originalResponse?.getStatus() ?? 503;
		return (status >= 500 && status !== noRoom) || [408, 409, 423, 429].includes(status);
	},
	// What is on its way is remembered by whoever sends it.
	storeFingerprintForResuming: false
};
