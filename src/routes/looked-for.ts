/** What an address looks for, without the act that a browser without scripts leaves in it. */
export const lookedFor = ({ searchParams }: { searchParams: Iterable<[string, string]> }) =>
	new URLSearchParams([...searchParams].filter(([key]) => !key.startsWith('/')));
