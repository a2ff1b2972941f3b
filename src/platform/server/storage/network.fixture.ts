import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** How a network does: well, not at all, or every answer, or whatever is put, that is longer than so many bytes is cut off there. */
export type Weather = 'fair' | 'gone' | { cutAfter: number; of: 'answers' | 'puts' };

/** A network before what answers at `target`, whose weather a test makes. */
export async function openNetwork(target: string) {
	let weather: Weather = 'fair';
	const { hostname, port } = new URL(target);
	const open = new Set<Socket>();
	const cutAfter = () => (typeof weather === 'object' ? weather.cutAfter : 0);
	const server = createServer((near) => {
		const far = connect(Number(port), hostname);
		const end = () => [near, far].forEach((socket) => socket.destroy());
		for (const socket of [near, far]) {
			open.add(socket);
			socket.on('error', end).on('close', () => (open.delete(socket), end()));
		}
		let [sent, answered, lost] = [0, 0, false];
		near.on('data', (chunk) => {
			if (weather === 'gone') return end();
			const head = chunk.toString('latin1', 0, 4_000);
			const begins = /^(PUT|GET|HEAD|DELETE) /.exec(head);
			if (begins) {
				const weighs = Number(/content-length: (\d+)/i.exec(head)?.[1]);
				sent = 0;
				const puts = typeof weather === 'object' && weather.of === 'puts';
				lost = puts && begins[1] === 'PUT' && weighs > cutAfter();
				if (lost) near.write('HTTP/1.1 100 Continue\r\n\r\n');
			}
			// None of it arrives: what a store does with half of something is its own affair.
			if (!lost) return void far.write(chunk);
			sent += chunk.length;
			if (sent > cutAfter()) end();
		});
		far.on('data', (chunk) => {
			answered += chunk.length;
			near.write(chunk);
			if (typeof weather === 'object' && weather.of === 'answers' && answered > cutAfter()) end();
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		be: (next: Weather) => {
			weather = next;
			if (weather === 'gone') open.forEach((socket) => socket.destroy());
		},
		close: () => {
			open.forEach((socket) => socket.destroy());
			return new Promise((done) => server.close(done));
		}
	};
}
