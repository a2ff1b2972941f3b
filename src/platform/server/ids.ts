import { createHash, randomBytes } from 'node:crypto';
import { now } from './clock.ts';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** A UUID of version 7 (RFC 9562): its first 48 bits are Junto's clock in milliseconds, so that rows sort by age. */
export function newId(): string {
	const bytes = randomBytes(16);
	bytes.writeUIntBE(now().epochMilliseconds, 0, 6);
	bytes[6] = (bytes[6]! & 0x0f) | 0x70;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	const hex = bytes.toString('hex');
	return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-');
}

/** Ten characters that name a block within its document. */
export function newBlockId(): string {
	return Array.from(randomBytes(10), (byte) => base32[byte % 32]).join('');
}

/** 256 random bits as 43 characters that fit into an address. */
export function newToken(): string {
	return randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256 as hex. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
