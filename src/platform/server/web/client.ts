import type { IncomingMessage } from 'node:http';

/** The address that a request came from. Each trusted proxy adds the one it saw at the end of X-Forwarded-For; what stands before those may be made up. */
export function clientAddress(request: IncomingMessage, proxies: number): string {
	const direct = request.socket.remoteAddress ?? '';
	if (proxies === 0) return direct;
	const told = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
	const seen = told.map((address) => address.trim()).filter((address) => address !== '');
	return seen.at(-proxies) ?? seen[0] ?? direct;
}
