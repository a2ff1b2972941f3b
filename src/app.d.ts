import type { Asking } from '#modules/people/server/actors.ts';

declare global {
	namespace App {
		interface Locals {
			actor: Asking | null;
		}
	}
}

export {};
