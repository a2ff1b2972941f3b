import { Agent, request } from 'node:http';

export type Ask = { method: string; path: string; headers: Record<string, string>; body?: string };
export type Figures = { p50: number; p95: number; perSecond: number; bytes: number };

/** Sends what `next` gives from `connections` at once for `seconds`; milliseconds at the median and the 95th percentile. Throws on any answer but 2xx. */
export async function load(
	port: number,
	next: (i: number) => Ask,
	connections: number,
	seconds: number
): Promise<Figures> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const took: number[] = [];
	let bytes = 0;
	let sent = 0;
	const start = performance.now();
	const end = start + seconds * 1000;
	const one = async () => {
		while (performance.now() < end) {
			const begun = performance.now();
			bytes = (await send(port, next(sent++), agent)).length;
			took.push(performance.now() - begun);
		}
	};
	await Promise.all(Array.from({ length: connections }, one));
	const lasted = (performance.now() - start) / 1000;
	agent.destroy();
	took.sort((a, b) => a - b);
	const at = (share: number) => Math.round(took[Math.floor(took.length * share)]! * 10) / 10;
	return { p50: at(0.5), p95: at(0.95), perSecond: Math.round(took.length / lasted), bytes };
}

/** The bytes of one answer, as they came over the wire. */
export function send(port: number, ask: Ask, agent?: Agent): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const asking = request(
			{ host: '127.0.0.1', port, path: ask.path, method: ask.method, headers: ask.headers, agent },
			(answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				answer.on('error', reject);
				answer.on('end', () => {
					const status = answer.statusCode ?? 0;
					if (status >= 200 && status < 300) resolve(Buffer.concat(chunks));
					else reject(new Error(`${ask.method} ${ask.path} answered ${status}`));
				});
			}
		);
		asking.on('error', reject);
		asking.end(ask.body);
	});
}
