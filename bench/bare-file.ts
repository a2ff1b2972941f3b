// A bare node:http server that streams the part of a file that is asked for: what the machine can do at best.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';

const path = process.argv[2]!;
const { size } = statSync(path);
const server = createServer((asked, answer) => {
	const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(asked.headers.range ?? '') ?? [];
	const [start, end] = [Number(from), to ? Math.min(Number(to), size - 1) : size - 1];
	answer.writeHead(206, {
		'content-type': 'audio/mpeg',
		'content-length': end - start + 1,
		'content-range': `bytes ${start}-${end}/${size}`
	});
	createReadStream(path, { start, end }).pipe(answer);
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	console.log(typeof address === 'object' && address ? address.port : 0);
});
