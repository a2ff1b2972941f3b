import { whyNot } from '#platform/why-not.ts';

/** Says which words the next recording of a track reads. Throws an Error that says what was wrong. */
export async function sayWhatIsRead(track: string, words: string): Promise<void> {
	await tell('PUT', `/api/v1/tracks/${track}/words`, { words });
}

/** The track to which the next block of a text is read. Throws an Error that says what was wrong. */
export async function beginNext(document: string, block: string): Promise<string> {
	const answer = await tell('POST', `/api/v1/documents/${document}/blocks/${block}/spoken`, {});
	return ((await answer.json()) as { track: string }).track;
}

async function tell(method: string, door: string, words: object): Promise<Response> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(door, { method, headers, body: JSON.stringify(words) });
	if (!answer.ok) throw new Error((await whyNot(answer)) || answer.statusText);
	return answer;
}
