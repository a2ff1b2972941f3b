import type { ServerResponse } from 'node:http';

/** Security headers for every answer, files included; pages add their own Content-Security-Policy. */
export function secure(response: ServerResponse, origin: string): void {
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
