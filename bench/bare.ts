// A bare node:http server that sends the bytes of a file, whatever is asked: what the machine can do at best.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const bytes = readFileSync(process.argv[2]!);
const server = createServer((asked, answer) => {
	asked.resume();
	asked.on('end', () =>
		answer
			.writeHead(200, { 'content-type': 'text/html', 'content-length': bytes.length })
			.end(bytes)
	);
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	console.log(typeof address === 'object' && address ? address.port : 0);
});
