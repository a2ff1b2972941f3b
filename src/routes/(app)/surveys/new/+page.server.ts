import { redirect } from '@sveltejs/kit';
import { listCircles } from '#modules/people/server/circles.ts';
import { createSurvey, proposeSurvey } from '#modules/surveys/server/asking.ts';
import { questionsIn } from '#modules/surveys/server/forms.ts';
import { mode } from '#modules/surveys/surveys.ts';
import { readTogether } from '#platform/server/door.ts';
import { action, page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const again = url.searchParams.get('again') ?? undefined;
		return {
			proposal: await proposeSurvey(actor, { ...aboutIn(url.searchParams.get('about')), again }),
			again: again !== undefined,
			circles: (await listCircles(actor, { mine: true })).items
		};
	})
);

export const actions = {
	default: action(async (actor, form, _event: RequestEvent) => {
		const { kind, id } = aboutIn(form.text('about'));
		const survey = await createSurvey(actor, {
			title: form.text('title'),
			lead: form.text('lead'),
			about: kind && id ? { kind, id } : undefined,
			audience: form.text('audience') || undefined,
			mode: mode.catch('named').parse(form.text('mode')),
			closes: form.text('closes'),
			questions: questionsIn(form)
		});
		redirect(303, `/surveys/${survey.id}`);
	})
};

/** What `KIND:ID` names. */
function aboutIn(written: string | null): { kind?: string; id?: string } {
	const [kind, id] = written?.split(':') ?? [];
	return kind && id ? { kind, id } : {};
}
