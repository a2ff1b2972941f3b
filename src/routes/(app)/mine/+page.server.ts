import { becameOfMine } from '#modules/methods/server/became.ts';
import { answeredFollowUps, myFollowUps } from '#modules/methods/server/follow-ups.ts';
import { mySame, same, takeBackSame } from '#modules/methods/server/same.ts';
import { endAdoption, resumeAdoption } from '#modules/methods/server/taking-up.ts';
import { myDrafts } from '#modules/series/server/drafts.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const cursor = (name: string) => url.searchParams.get(name) ?? undefined;
	return readTogether(actor, async () => ({
		trials: (await myFollowUps(actor, {})).items,
		answered: await answeredFollowUps(actor, { cursor: cursor('answered') }),
		already: await mySame(actor, { cursor: cursor('same') }),
		drafts: (await myDrafts(actor, {})).items,
		became: (await becameOfMine(actor, {})).items
	}));
});

export const actions = {
	end: action(async (actor, form, _event: RequestEvent) => {
		const adoption = form.text('adoption');
		await endAdoption(actor, { adoption });
		return { done: 'ended' as const, adoption };
	}),
	resume: action(async (actor, form, _event: RequestEvent) => {
		await resumeAdoption(actor, { adoption: form.text('adoption') });
		return { done: 'resumed' as const };
	}),
	notSame: action(async (actor, form, _event: RequestEvent) => {
		await takeBackSame(actor, { same: form.text('same') });
		const [document, blocks, note] = [form.text('document'), form.all('block'), form.text('note')];
		return { done: 'not same' as const, document, blocks, note };
	}),
	same: action(async (actor, form, _event: RequestEvent) => {
		const [document, blocks, note] = [form.text('document'), form.all('block'), form.text('note')];
		await same(actor, { document, blocks, note });
		return { done: 'same' as const };
	})
};
