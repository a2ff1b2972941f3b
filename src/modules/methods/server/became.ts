import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { showAll, type Shown } from '#platform/server/subjects.ts';
import { versionsBy } from '#modules/documents/server/authors.ts';
import { floor } from '../methods.ts';

/** What became of my words: how many try, kept and changed each passage of mine (from five on), do it already, and thanked. */
export const becameOfMine = door({
	id: 'methods.becameOfMine',
	summary: 'What became of my words',
	http: 'GET /evidence/mine',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				document: z.string(),
				kind: z.string(),
				title: z.string(),
				url: z.string(),
				thanks: z.number(),
				passages: z.array(
					z.object({
						block: z.string(),
						text: z.string(),
						/** How many people try it or do it already; those who try count from five on. */
						people: z.number(),
						kept: z.number(),
						changed: z.number(),
						same: z.number()
					})
				)
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const versions = await versionsBy(tx, actor.id, 100);
		const documents = versions.map((version) => version.document);
		if (documents.length === 0) return { items: [], next: null };
		const tallies = await tx
			.selectFrom('tally')
			.select((eb) => ['subject_id', 'block_id', 'what', eb.fn.sum<number>('amount').as('amount')])
			.where('subject_id', 'in', documents)
			.where('what', 'in', ['adoption', 'same', 'kept', 'changed', 'thanks'])
			.groupBy(['subject_id', 'block_id', 'what'])
			.execute();
		const amounts = new Map(
			tallies.map((row) => [`${row.subject_id} ${row.block_id} ${row.what}`, Number(row.amount)])
		);
		const shown = new Map<string, Shown>();
		for (const kind of ['training', 'submission', 'page'])
			for (const [id, subject] of await showAll(tx, kind, documents)) shown.set(id, subject);
		const items = versions.flatMap(({ document, blocks }) => {
			const subject = shown.get(document);
			if (!subject) return [];
			const amount = (block: string, what: string) =>
				amounts.get(`${document} ${block} ${what}`) ?? 0;
			const passages = blocks
				.filter((block) => block.authors.includes(actor.id))
				.map((block) => {
					const tried = amount(block.id, 'adoption');
					const enough = tried >= floor;
					const same = amount(block.id, 'same');
					return {
						block: block.id,
						text: block.text,
						people: (enough ? tried : 0) + same,
						kept: enough ? amount(block.id, 'kept') : 0,
						changed: enough ? amount(block.id, 'changed') : 0,
						same
					};
				})
				.filter((passage) => passage.people > 0)
				.sort((a, b) => b.people - a.people);
			const thanks = Math.max(0, amount('', 'thanks'));
			if (passages.length === 0 && thanks === 0) return [];
			return [
				{ document, kind: subject.kind, title: subject.title, url: subject.url, thanks, passages }
			];
		});
		return { items, next: null };
	}
});
