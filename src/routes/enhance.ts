import { enhance as enhanceForm, type ActionResult, type SubmitFunction } from '$app/forms';

/** Kit's `enhance`, but where no answer comes the page stays, with all that was typed, and says so. */
export function enhance(form: HTMLFormElement, sending?: SubmitFunction) {
	return enhanceForm(form, async (input) => {
		sayUnanswered(false);
		const answered = (await sending?.(input)) ?? (({ update }) => update());
		return (answer) =>
			answered(
				isUnanswered(answer.result)
					? { ...answer, update: async () => sayUnanswered(true) }
					: answer
			);
	});
}

/** What an action answers has a status of its own; what nobody answered Kit makes one of 500. */
const isUnanswered = (result: ActionResult) =>
	result.type === 'error' && !result.status && result.error.status >= 500;

/** Until somebody goes on. */
const sayUnanswered = (shown: boolean) =>
	void document.getElementById('unanswered')!.togglePopover(shown);
