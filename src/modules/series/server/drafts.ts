import { z } from 'zod';
import { anyMember, door } from '#platform/server/door.ts';
import { draftsOf } from '#modules/documents/server/drafts.ts';
import { titlesOf } from '#modules/documents/server/versions.ts';

/** What I write and others do not read yet: submissions that I have not shared, trainings not published as they stand. */
export const myDrafts = door({
	id: 'drafts.mine',
	summary: 'What I am writing',
	http: 'GET /drafts',
	input: z.object({}),
	output: z.object({
		items: z.array(
			z.object({
				kind: z.enum(['submission', 'training']),
				id: z.string(),
				title: z.string(),
				/** Its first words. */
				opening: z.string(),
				/** The training that it belongs to: its own, for a training. */
				training: z.object({ id: z.string(), title: z.string() }),
				/** True when readers see an earlier state of it. */
				published: z.boolean(),
				url: z.string(),
				at: z.string()
			})
		),
		next: z.null()
	}),
	can: anyMember,
	run: async ({ actor, tx }) => {
		const submissions = await draftsOf(tx, actor.id, 'submission');
		const trainings = await draftsOf(tx, actor.id, 'training');
		const places = submissions.length
			? await tx
					.selectFrom('submission')
					.select(['id', 'training_id'])
					.where(
						'id',
						'in',
						submissions.map(({ id }) => id)
					)
					.execute()
			: [];
		const titles = await titlesOf(
			tx,
			places.map((place) => place.training_id)
		);
		const written = submissions.flatMap((draft) => {
			const id = places.find((place) => place.id === draft.id)?.training_id;
			if (!id) return [];
			const training = { id, title: titles.get(id) ?? '' };
			const url = `/trainings/${id}/submissions/${draft.id}`;
			return [{ kind: 'submission' as const, ...draft, training, url }];
		});
		const planned = trainings.map((draft) => ({
			kind: 'training' as const,
			...draft,
			training: { id: draft.id, title: draft.title },
			url: `/trainings/${draft.id}/write`
		}));
		const items = [...written, ...planned].sort((a, b) => b.at.localeCompare(a.at));
		return { items, next: null };
	}
});
