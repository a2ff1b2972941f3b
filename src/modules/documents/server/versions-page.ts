import type { Actor } from '#platform/server/door.ts';
import { compareVersions, documentVersion, documentVersions } from './history.ts';

/** What Versions.svelte shows of a text at an address: its versions, and the one (`?version=`) or the two (`?from=&to=`) that are looked at. */
export async function versionsAt(actor: Actor, document: string, { searchParams }: URL) {
	const { items: versions } = await documentVersions(actor, { document });
	/** Of those that the reader may see: earlier ones may have been for fewer people. */
	const asked = (name: string) =>
		versions.find(({ number }) => number === Number(searchParams.get(name)))?.number;
	const [from, to] = [asked('from'), asked('to')];
	if (from && to)
		return {
			versions,
			shown: null,
			compared: await compareVersions(actor, { document, from, to })
		};
	const number = asked('version') ?? versions[0]?.number;
	return {
		versions,
		shown: number ? await documentVersion(actor, { document, number }) : null,
		compared: null
	};
}
