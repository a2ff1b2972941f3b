import { endRetake, listRetakes } from '#modules/audio/server/retakes.ts';
import { answerConsent, consents } from '#modules/library/server/consent.ts';
import { pageDrafts } from '#modules/library/server/writing.ts';
import { becameOfMine } from '#modules/methods/server/became.ts';
import { answeredFollowUps, myFollowUps } from '#modules/methods/server/follow-ups.ts';
import { mySame, same, takeBackSame } from '#modules/methods/server/same.ts';
import { endAdoption, resumeAdoption } from '#modules/methods/server/taking-up.ts';
import { listReminders } from '#modules/notices/server/reminders.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { myDrafts } from '#modules/series/server/drafts.ts';
import { readTogether, type Actor } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { url }: PageServerLoadEvent) => {
	const cursor = (name: string) => url.searchParams.get(name) ?? undefined;
	return readTogether(actor, async () => ({
		trials: (await myFollowUps(actor, {})).items,
		answered: await answeredFollowUps(actor, { cursor: cursor('answered') }),
		already: await mySame(actor, { cursor: cursor('same') }),
		drafts: await everythingIWrite(actor),
		circles: (await listCircles(actor, { mine: true })).items,
		consents: (await consents(actor, {})).items,
		reminders: (await listReminders(actor, {})).items,
		retakes: await listRetakes(actor, {}),
		became: (await becameOfMine(actor, {})).items
	}));
});

export const actions = {
	answer: action(async (actor, form, _event: RequestEvent) => {
		const agreed = form.text('agreed') === 'yes';
		const { page, submission } = { page: form.text('page'), submission: form.text('submission') };
		await answerConsent(actor, { page, submission, agreed });
		return { done: agreed ? ('agreed' as const) : ('declined' as const), page };
	}),
	end: action(async (actor, form, _event: RequestEvent) => {
		const adoption = form.text('adoption');
		await endAdoption(actor, { adoption });
		return { done: 'ended' as const, adoption };
	}),
	resume: action(async (actor, form, _event: RequestEvent) => {
		await resumeAdoption(actor, { adoption: form.text('adoption') });
		return { done: 'resumed' as const };
	}),
	holds: action(async (actor, form, _event: RequestEvent) => {
		await endRetake(actor, { comment: form.text('comment') });
		return { done: 'holds' as const };
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

async function everythingIWrite(actor: Actor) {
	const shared = (await myDrafts(actor, {})).items;
	const pages = (await pageDrafts(actor, {})).items;
	return [
		...shared.map((draft) => ({ ...draft, belongs: draft.training.title })),
		...pages.map((draft) => ({ ...draft, kind: 'page' as const, belongs: '' }))
	].toSorted((a, b) => b.at.localeCompare(a.at));
}
