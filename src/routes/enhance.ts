import { enhance as enhanceForm, type SubmitFunction } from '$app/forms';

/** Kit's `enhance`, but where no answer comes the page stays, with all that was typed, and says so. */
export function enhance(form: HTMLFormElement, sending?: SubmitFunction) {
	return enhanceForm(form, async (input) => {
		const answered = (await sending?.(input)) ?? (({ update }) => update());
		// An answer has a status, whatever it says.
		return (answer) =>
			answered(
				answer.result.type === 'error' && !answer.result.status
					? { ...answer, update: sayUnanswered }
					: answer
			);
	});
}

/** Stands in every page, until somebody goes on. */
const sayUnanswered = async () => document.getElementById('unanswered')!.showPopover();
