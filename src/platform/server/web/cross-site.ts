const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** One-click unsubscribe (RFC 8058) is posted by mail providers; its signed address is its right. */
const postedFromElsewhere = /^\/letters\/stop\//;

/** True for an unsafe request that another site had the browser make. */
export function crossSite(request: Pick<Request, 'method' | 'headers'>, url: URL): boolean {
	if (safe.has(request.method) || postedFromElsewhere.test(url.pathname)) return false;
	const origin = request.headers.get('origin');
	if (origin) return origin !== url.origin;
	return request.headers.get('sec-fetch-site') !== 'same-origin';
}
