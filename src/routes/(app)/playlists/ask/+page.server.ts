import { redirect } from '@sveltejs/kit';
import { createCall, listOthers, usualAnswers } from '#modules/audio/server/calls.ts';
import { listCircles } from '#modules/people/server/circles.ts';
import { peopleNamed } from '#modules/people/server/named.ts';
import { listSkills } from '#modules/people/server/skills.ts';
import { getPerson } from '#modules/people/server/persons.ts';
import { now } from '#platform/server/clock.ts';
import { readTogether, type Actor } from '#platform/server/door.ts';
import { action, page, type Form } from '#platform/server/web/kit.ts';
import { todayIn } from '#platform/time/windows.ts';
import { audienceIn } from '#routes/audience.server.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((actor, { url }: PageServerLoadEvent) =>
	readTogether(actor, async () => {
		const today = Temporal.PlainDate.from(todayIn(actor.zone, now()));
		const asked = url.searchParams.get('person');
		return {
			today: today.toString(),
			closes: today.add({ days: 7 }).toString(),
			person: asked ? await getPerson(actor, { person: asked }) : null,
			circles: (await listCircles(actor, { mine: true })).items,
			others: (await listOthers(actor, {})).items,
			skill: url.searchParams.get('skill') ?? '',
			skills: (await listSkills(actor, {})).items,
			usual: (await usualAnswers(actor, {})).hours
		};
	})
);

export const actions = {
	default: action(async (actor, form, _event: RequestEvent) => {
		const { playlist } = await createCall(actor, {
			question: form.text('question'),
			audience: await audienceIn(actor, form),
			people: [...form.all('person'), ...(await askedIn(actor, form))],
			circles: form.all('circle'),
			skill: form.text('skill') || undefined,
			closes: form.text('closes'),
			minutes: form.text('minutes') || undefined,
			answers: form.text('answers') === 'after own' ? 'after own' : 'at once'
		});
		redirect(303, `/playlists/${playlist}`);
	})
};

async function askedIn(actor: Actor, form: Form): Promise<string[]> {
	const names = form.text('asked');
	return names.trim() ? peopleNamed(actor, 'asked', names) : [];
}
