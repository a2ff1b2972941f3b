const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Ten characters that name a block within its document; made where it is written, from the machine's own randomness. */
export function newBlockId(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => base32[byte % 32]).join(
		''
	);
}
