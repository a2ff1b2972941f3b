import { getPage } from '#modules/library/server/pages.ts';
import { getTraining } from '#modules/series/server/reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import type { Actor } from '#platform/server/door.ts';
import type { Thing } from './script.ts';

type Block = { id: string; kind: string; text: string };

/** The block of a text that bears `passage` as its name, or has it among its words, as `actor` reads it. */
export async function passageIn(
	actor: Actor,
	thing: Thing,
	training: string,
	passage: string
): Promise<string> {
	const blocks = await blocksOf(actor, thing, training);
	const block =
		blocks.find((each) => 'name' in each && each.name === passage) ??
		blocks.find((each) => each.kind !== 'heading' && each.text.includes(passage)) ??
		blocks.find((each) => each.text.includes(passage));
	if (!block) throw new Error(`No passage has the words “${passage}”`);
	return block.id;
}

async function blocksOf(actor: Actor, { kind, id }: Thing, training: string): Promise<Block[]> {
	if (kind === 'training') return (await getTraining(actor, { training: id })).blocks;
	if (kind === 'page') return (await getPage(actor, { page: id })).blocks;
	const { items } = await listSubmissions(actor, { training });
	return items.find((item) => item.id === id)?.blocks ?? [];
}
