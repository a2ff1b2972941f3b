export type Refused = {
	fields?: { field: string; message: string }[];
	values?: Record<string, string>;
};

/** The form's answer, when it was refused. */
export function refusal(form: object | null | undefined): Refused | null {
	return form && 'fields' in form && form.fields ? (form as Refused) : null;
}

/** What a refused form says of a field; with `which`, only when it is that form of the page. */
export function wrongIn(
	form: Refused | null | undefined,
	field: string,
	which?: string
): string | undefined {
	if (which && form?.values?.form !== which) return undefined;
	return form?.fields?.find((wrong) => wrong.field === field)?.message;
}

/** What was typed into a field of a refused form, else `otherwise`. */
export function typedIn(
	form: Refused | null | undefined,
	field: string,
	otherwise = '',
	which?: string
): string {
	if (which && form?.values?.form !== which) return otherwise;
	return form?.values?.[field] ?? otherwise;
}
