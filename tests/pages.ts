// Every page of the app, with an address at which there is something to see. A test fails when a page is missing.
import { globSync } from 'node:fs';
import type { Name } from './cast.ts';
import type { Place } from './place.ts';

/** Where things are in the busy place, as somebody sees them. */
export type Sights = Awaited<ReturnType<typeof sightsOf>>;

type Entry = (sights: Sights) => string | string[];

/** Addresses by the pattern of their page. */
export type Pages = Record<string, Entry>;

/** Pages for members; a stranger is sent to sign in. */
export const inside: Pages = {
	'/': () => '/',
	'/series': () => '/series',
	'/series/new': () => ['/series/new', '/series/new?parts=4&days=14'],
	'/series/[series]': ({ series }) => `/series/${series}`,
	'/trainings/[training]': ({ open, planned, block }) => [
		`/trainings/${open}`,
		`/trainings/${open}?at=${block}`,
		`/trainings/${planned}`
	],
	'/trainings/[training]/versions': ({ open }) => `/trainings/${open}/versions`,
	'/trainings/[training]/week': ({ open }) => [
		`/trainings/${open}/week`,
		`/trainings/${open}/week?day=2027-01-01&time=10:00`
	],
	'/library': () => '/library',
	'/library/new': () => '/library/new',
	'/library/[page]': ({ page }) => [`/library/${page}`, `/library/${page}?choose`],
	'/library/[page]/versions': ({ page }) => `/library/${page}/versions`,
	'/search': () => ['/search', '/search?q=handing', '/search?q=qqqq&kind=page'],
	'/share': () => '/share',
	'/people': () => ['/people', '/people?q=nobody'],
	'/people/[person]': ({ kofi, me }) => [`/people/${kofi}`, `/people/${me}`],
	'/people/circles': () => '/people/circles',
	'/people/circles/new': () => '/people/circles/new',
	'/people/circles/[circle]': ({ circle }) => `/people/circles/${circle}`,
	'/mine': () => '/mine',
	'/mine/letters': () => '/mine/letters',
	'/inbox': () => '/inbox',
	'/mine/profile': () => '/mine/profile'
};

/** Pages for those who write. */
export const writing: Pages = {
	'/series/[series]/plan': ({ plan }) => `/series/${plan}/plan`,
	'/trainings/[training]/write': ({ open }) => `/trainings/${open}/write`,
	'/trainings/[training]/keep': ({ open }) => `/trainings/${open}/keep`,
	'/library/[page]/edit': ({ page }) => `/library/${page}/edit`
};

/** Pages for what one tries. */
export const trying: Record<string, Entry> = {
	'/mine/[adoption]': ({ trial }) => [`/mine/${trial}`]
};

/** Pages for one's own submission. */
export const sharing: Pages = {
	'/trainings/[training]/submissions/[submission]': ({ open, submission }) =>
		`/trainings/${open}/submissions/${submission}`
};

/** Pages for stewards. */
export const desk: Pages = {
	'/desk': () => '/desk',
	'/desk/people': () => '/desk/people',
	'/desk/people/import': () => '/desk/people/import'
};

/** Pages for anyone. */
export const outside: Pages = {
	'/sign-in': () => '/sign-in',
	'/sign-in/link': () => '/sign-in/link?token=over',
	'/welcome/[token]': () => '/welcome/over'
};

/** Pages that only journeys can reach, because they are there once; the named test looks at them. */
export const once: Record<string, string> = {
	'/set-up': 'setting-up.test.ts',
	'/welcome': 'setting-up.test.ts',
	'/letters/stop/[token]': 'letters.test.ts',
	'/ui': 'ui.test.ts'
};

/** The address pattern of every page there is. */
export function pagesThereAre(): string[] {
	return globSync('src/routes/**/+page.svelte')
		.map(
			(file) =>
				file.replace(/^src\/routes/, '').replace(/\/\([a-z]+\)|\/\+page\.svelte/g, '') || '/'
		)
		.sort();
}

/** What somebody finds in the busy place. */
export async function sightsOf(place: Place, who: Name) {
	const get = <Answer>(path: `/${string}`) => place.api<Answer>(who, `GET ${path}`);
	type List = { items: { id: string; title: string; name: string; joining: string }[] };
	const [{ id: me }, { items: all }, people, circles] = await Promise.all([
		get<{ id: string }>('/me'),
		get<List>('/series'),
		get<List>('/people'),
		get<List>('/circles')
	]);
	const series = all.find(({ title }) => title.startsWith('Working'))!.id;
	const { parts } = await get<{ parts: { training: string }[] }>(`/series/${series}`);
	const open = parts[1]!.training;
	const planned = parts[2]!.training;
	const { blocks } = await get<{ blocks: { id: string }[] }>(`/trainings/${open}`);
	const shared = await get<{ items: { id: string; author: { id: string } }[] }>(
		`/trainings/${open}/submissions`
	);
	const trials = await get<{ items: { id: string }[] }>('/follow-ups');
	const pages = await get<List>('/pages');
	return {
		me,
		page: pages.items[0]!.id,
		trial: trials.items[0]?.id,
		series,
		open,
		planned,
		block: blocks[4]!.id,
		plan: all.find(({ title }) => title.startsWith('Writing'))?.id,
		submission: shared.items.find(({ author }) => author.id === me)?.id,
		kofi: people.items.find(({ name }) => name.startsWith('Kofi'))!.id,
		circle: circles.items[0]!.id
	};
}
