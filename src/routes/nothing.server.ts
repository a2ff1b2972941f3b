import { problemOf, retryAfter } from '#platform/server/web/problems.ts';

/** What programs are told where there is nothing for them, in one line of text; of a bad day, when to come again. */
export function nothing(error?: unknown): Response {
	const { status = 404, detail = 'There is nothing here' } = problemOf(error) ?? {};
	const known = status === 503 || status === 429 || status === 507;
	return new Response(`${known ? detail : 'There is nothing here'}\n`, {
		status: known ? status : 404,
		headers: {
			'content-type': 'text/plain',
			'cache-control': 'no-store',
			...(known && { 'retry-after': String(status === 429 ? 60 : retryAfter) })
		}
	});
}
