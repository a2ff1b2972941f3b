import type { IncomingMessage, ServerResponse } from 'node:http';

const policy = [
	"default-src 'self'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"media-src 'self' blob:",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'"
].join('; ');

/** The headers of a request, each that was sent once. */
export function headersOf(request: IncomingMessage): Headers {
	return new Headers(
		Object.entries(request.headers).flatMap(([name, value]) =>
			typeof value === 'string' ? [[name, value]] : []
		)
	);
}

/** Security headers for every answer, files included; pages put a Content-Security-Policy of their own in place of this one. */
export function secure(response: ServerResponse, origin: string): void {
	response.setHeader('Content-Security-Policy', policy);
	response.setHeader('X-Content-Type-Options', 'nosniff');
	response.setHeader('X-Frame-Options', 'DENY');
	response.setHeader('Referrer-Policy', 'same-origin');
	response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
	response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
	response.setHeader(
		'Permissions-Policy',
		'camera=(self), microphone=(self), geolocation=(), interest-cohort=()'
	);
	if (origin.startsWith('https:'))
		response.setHeader('Strict-Transport-Security', 'max-age=31536000');
}
