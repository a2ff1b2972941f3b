import type { IncomingMessage, ServerResponse } from 'node:http';
import compression from 'compression';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Answers made on the way out are compressed as they are sent; parts of a file are not, since their bytes are counted. */
export const compress = compression({
	filter: (request, response) =>
		response.statusCode !== 206 &&
		response.getHeader('content-type') !== 'text/event-stream' &&
		compression.filter(request, response)
}) as unknown as Middleware;
