import { listSpoken } from '#modules/audio/server/spoken.ts';
import { askedIn, forWriting } from '#modules/discussion/asked.ts';
import { listCommentsOn } from '#modules/discussion/server/reading.ts';
import { listThanks } from '#modules/discussion/server/thanks.ts';
import { forReading } from '#modules/documents/document.ts';
import { getReadingPlace } from '#modules/documents/server/reading.ts';
import { answerConsent } from '#modules/library/server/consent.ts';
import { giveFirst, takeFirst } from '#modules/library/server/first-pages.ts';
import { addAgreed, addToPage } from '#modules/library/server/keeping.ts';
import { listNarrow } from '#modules/audio/server/said-narrowly.ts';
import { handOverPage, widenPage } from '#modules/library/server/owning.ts';
import { getPage } from '#modules/library/server/pages.ts';
import { listShelves, shelvePage } from '#modules/library/server/shelves.ts';
import { restorePage, withdrawPage } from '#modules/library/server/writing.ts';
import { chosenIn } from '#modules/methods/choosing.ts';
import { evidence } from '#modules/methods/server/evidence.ts';
import { adoptForm, endForm, notSameForm, sameForm } from '#modules/methods/server/forms.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { personNamed } from '#modules/people/server/named.ts';
import { listPeople } from '#modules/people/server/persons.ts';
import { inList } from '#modules/series/server/submission-reading.ts';
import { listSubmissions } from '#modules/series/server/submission-reading.ts';
import { waysFrom } from '#routes/ways.server.ts';
import { readTogether } from '#platform/server/door.ts';
import { talking } from '#routes/talking.server.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { params, url }: PageServerLoadEvent) => {
	const asked = askedIn(url);
	const around = await readTogether(actor, async () => {
		const kept = await getPage(actor, { page: params.page });
		const { training } = kept;
		const { items: spoken } = await listSpoken(actor, { document: kept.id });
		return {
			kept: forReading(kept),
			became: await evidence(actor, { documents: kept.id }),
			spoken,
			said: forWriting(await listCommentsOn(actor, { ids: kept.id, whole: asked.whole })),
			thanks: (await listThanks(actor, { ids: kept.id })).items,
			stopped: (await getReadingPlace(actor, { document: kept.id })).place,
			ways: kept.withdrawn
				? []
				: await waysFrom(
						actor,
						{ kind: 'page', id: kept.id },
						{ written: true, spoken: spoken.length > 0, writes: kept.may.edit }
					),
			circles: (await listCircles(actor, { mine: true })).items,
			/** For whoever keeps the page: where it may stand, who may have it, what may join it. */
			shelves: kept.may.own ? (await listShelves(actor, {})).items : [],
			people: kept.may.own ? (await listPeople(actor, {})).items : [],
			shared:
				kept.may.edit && training
					? (await listSubmissions(actor, { training: training.id })).items.map(inList)
					: []
		};
	});
	return {
		...around,
		asked,
		chosen: chosenIn(url),
		choosing: url.searchParams.has('choose'),
		moved: url.searchParams.has('waiting')
	};
});

export const actions = {
	...talking,
	adopt: action(adoptForm),
	end: action(endForm),
	same: action(sameForm),
	notSame: action(notSameForm),
	answer: action(async (actor, form, { params }: RequestEvent) => {
		const agreed = form.text('agreed') === 'yes';
		await answerConsent(actor, { page: params.page, submission: form.text('submission'), agreed });
		return { done: agreed ? ('agreed' as const) : ('declined' as const) };
	}),
	agreed: action(async (actor, _form, { params }: RequestEvent) => {
		const { added } = await addAgreed(actor, { page: params.page });
		return { done: 'added' as const, added, waiting: 0 };
	}),
	add: action(async (actor, form, { params }: RequestEvent) => {
		const submissions = form.all('submission');
		const { added, waiting } = await addToPage(actor, { page: params.page, submissions });
		return { done: 'added' as const, added, waiting: waiting.length };
	}),
	widen: action(async (actor, form, { params }: RequestEvent) => {
		const audience = form.text('audience');
		const { waiting } = await widenPage(actor, { page: params.page, audience });
		const narrow = (await listNarrow(actor, { document: params.page })).items.length > 0;
		return { done: 'widened' as const, waiting: waiting.length, narrow };
	}),
	handOver: action(async (actor, form, { params }: RequestEvent) => {
		const to = await personNamed(actor, 'to', form.text('to'));
		await handOverPage(actor, { page: params.page, to });
		return { done: 'handed over' as const, to: form.text('to') };
	}),
	shelve: action(async (actor, form, { params }: RequestEvent) => {
		await shelvePage(actor, { page: params.page, shelf: form.text('shelf') || null });
		return { done: 'shelved' as const };
	}),
	first: action(async (actor, form, { params }: RequestEvent) => {
		const choose = form.text('give') ? giveFirst : takeFirst;
		await choose(actor, { page: params.page });
	}),
	withdraw: action(async (actor, _form, { params }: RequestEvent) => {
		await withdrawPage(actor, { page: params.page });
	}),
	restore: action(async (actor, _form, { params }: RequestEvent) => {
		await restorePage(actor, { page: params.page });
		return { done: 'restored' as const };
	})
};
