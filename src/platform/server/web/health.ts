import type { ServerResponse } from 'node:http';
import { as } from '../db/database.ts';

/** 200 while the database answers; migrations are done before the server listens. */
export async function answerHealth(response: ServerResponse): Promise<void> {
	try {
		await as(null, (tx) => tx.selectFrom('place').select('name').execute());
		response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
	} catch {
		response.writeHead(503, { 'content-type': 'text/plain' }).end('the database does not answer\n');
	}
}
