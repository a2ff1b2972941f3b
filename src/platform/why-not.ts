/** What the place said against a request, in its own words; empty where it gave no reason. */
export async function whyNot(answer: Response): Promise<string> {
	try {
		const { detail, message, fields } = (await answer.json()) as {
			detail?: string;
			message?: string;
			fields?: { message: string }[];
		};
		return fields?.[0]?.message ?? detail ?? message ?? '';
	} catch {
		return '';
	}
}
