/** The password of an Authorization header by basic authentication (RFC 7617), whatever the name; undefined where it carries none. */
export function passwordIn(headers: Headers): string | undefined {
	const [, sent = ''] = headers.get('authorization')?.match(/^Basic +([a-z0-9+/]+={0,2})$/i) ?? [];
	return Buffer.from(sent, 'base64')
		.toString()
		.match(/^[^:]*:(.+)$/s)?.[1];
}

/** What asks programs for a name and a password, in one line of text. */
export function passwordWanted({ method }: Request): Response {
	return new Response(method === 'HEAD' ? null : 'A name and a password are wanted here\n', {
		status: 401,
		headers: {
			'www-authenticate': 'Basic realm="Junto", charset="UTF-8"',
			'content-type': 'text/plain',
			'cache-control': 'no-store',
			vary: 'Authorization'
		}
	});
}
