import { enhance } from './enhance.ts';

/** Sends a form without leaving the page, and leaves in its fields what was typed. */
export function keeping(form: HTMLFormElement) {
	return enhance(
		form,
		() =>
			({ update }) =>
				update({ reset: false })
	);
}
