import { redirect } from '@sveltejs/kit';
import { enterDemo } from '#modules/people/server/demo.ts';
import { NotFound } from '#platform/errors.ts';
import { openAction, setCookies } from '#platform/server/web/kit.ts';
import { demoProgress } from '#start/server/demo/running.ts';
import { whoIsWho } from '#start/server/demo/who.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = async ({ locals }: PageServerLoadEvent) => {
	const progress = await demoProgress();
	if (progress === null) throw new NotFound('There is nothing here');
	const people = progress === 'ready' ? await whoIsWho() : [];
	return {
		broken: progress === 'broken',
		percent: typeof progress === 'object' ? Math.floor(progress.done * 100) : null,
		me: locals.actor?.id ?? null,
		stewards: people.filter((person) => person.steward),
		trainers: people.filter((person) => !person.steward && person.roles.length > 0),
		others: people.filter((person) => !person.steward && person.roles.length === 0)
	};
};

export const actions = {
	default: openAction(async (form, event: RequestEvent) => {
		const given = { person: form.text('person'), client: event.getClientAddress() };
		setCookies(event, await enterDemo(given, event.request.headers));
		redirect(303, '/');
	})
};
