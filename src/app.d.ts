import type { Actor } from '#platform/server/door.ts';

declare global {
	namespace App {
		interface Locals {
			actor: Actor | null;
		}
	}
}

export {};
