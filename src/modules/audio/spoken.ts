/** The track to which the next block of a text is read; undefined where that is not there any more. */
export async function beginNext(document: string, block: string): Promise<string | undefined> {
	const door = `/api/v1/documents/${document}/blocks/${block}/spoken`;
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(door, { method: 'POST', headers, body: '{}' }).catch(() => undefined);
	return answer?.ok ? ((await answer.json()) as { track: string }).track : undefined;
}
