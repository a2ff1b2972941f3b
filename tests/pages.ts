// Every page of the app, with an address at which there is something to see. A test fails when a page is missing.
import { globSync } from 'node:fs';
import type { Role } from './cast.ts';
import type { Place } from './place.ts';

/** Where things are in the demo, as somebody sees them. */
export type Sights = Awaited<ReturnType<typeof sightsOf>>;

/** Addresses by the pattern of their page. */
export type Pages = Record<string, (sights: Sights) => string | string[]>;

/** Pages for members; a stranger is sent to sign in. */
export const inside: Pages = {
	'/': () => '/',
	'/series': () => '/series',
	'/series/new': () => ['/series/new', '/series/new?parts=4&days=14'],
	'/series/[series]': ({ series }) => `/series/${series}`,
	'/trainings/[training]': ({ open, over, planned, block }) => [
		`/trainings/${open}`,
		`/trainings/${open}?at=${block}`,
		`/trainings/${over}`,
		`/trainings/${planned}`
	],
	'/trainings/[training]/versions': ({ over, open }) => [
		`/trainings/${over}/versions`,
		`/trainings/${open}/versions?from=1&to=1`
	],
	'/trainings/[training]/submissions/[submission]/versions': ({ shared }) => `${shared}/versions`,
	'/trainings/[training]/formats': ({ open, over }) => [
		`/trainings/${open}/formats`,
		`/trainings/${over}/formats`
	],
	'/trainings/[training]/week': ({ open }) => [
		`/trainings/${open}/week`,
		`/trainings/${open}/week?day=2027-01-01&time=10:00`
	],
	'/library': () => '/library',
	'/library/new': () => '/library/new',
	'/library/[page]': ({ page }) => [`/library/${page}`, `/library/${page}?choose`],
	'/library/[page]/versions': ({ page }) => `/library/${page}/versions`,
	'/playlists': () => ['/playlists', '/playlists?q=xyzzy'],
	'/playlists/new': ({ track }) => [
		'/playlists/new',
		`/playlists/new?outline=interview&track=${track}`
	],
	'/playlists/ask': ({ trainer }) => ['/playlists/ask', `/playlists/ask?person=${trainer}`],
	'/playlists/kept': () => '/playlists/kept',
	'/playlists/[playlist]': ({ playlist }) => `/playlists/${playlist}`,
	'/tracks/[track]': ({ track }) => `/tracks/${track}`,
	'/playlists/[playlist]/add': ({ playlist }) => [
		`/playlists/${playlist}/add`,
		`/playlists/${playlist}/add?q=xyzzy`
	],
	'/tracks/[track]/takes': ({ track }) => `/tracks/${track}/takes`,
	'/tracks/[track]/put': ({ track }) => `/tracks/${track}/put`,
	'/tracks/[track]/change': ({ track }) => `/tracks/${track}/change`,
	'/tracks/[track]/words': ({ track }) => `/tracks/${track}/words`,
	'/tracks/[track]/record': ({ track, playlist }) => [
		`/tracks/${track}/record`,
		`/tracks/${track}/record?in=${playlist}`
	],
	'/spoken/[document]': ({ open, page }) => [`/spoken/${open}`, `/spoken/${page}`],
	'/spoken/[document]/slides': ({ open, page }) => [
		`/spoken/${open}/slides`,
		`/spoken/${page}/slides?slide=2`
	],
	'/say/[kind]/[id]': ({ open, block }) => `/say/training/${open}?block=${block}`,
	'/trainings/[training]/say': ({ open }) => `/trainings/${open}/say`,
	'/questions/[question]': ({ question }) => `/questions/${question}`,
	'/share': () => '/share',
	'/surveys': () => '/surveys',
	'/surveys/[survey]': ({ surveys }) => surveys.map((survey) => `/surveys/${survey}`),
	'/remind/[kind]/[id]': ({ open, page }) => [`/remind/training/${open}`, `/remind/page/${page}`],
	'/first-week': () => '/first-week',
	'/report/[kind]/[id]': ({ reported }) => `/report/submission/${reported}`,
	'/reports': () => '/reports',
	'/search': () => ['/search', '/search?q=handover', '/search?q=xyzzy'],
	'/people': () => ['/people', '/people?q=nobody'],
	'/people/[person]': ({ trainer, me }) => [`/people/${trainer}`, `/people/${me}`],
	'/people/circles': () => '/people/circles',
	'/people/circles/new': () => '/people/circles/new',
	'/people/circles/[circle]': ({ circles }) => circles.map((circle) => `/people/circles/${circle}`),
	'/inbox': () => '/inbox',
	'/mine': () => '/mine',
	'/mine/profile': () => '/mine/profile',
	'/mine/leave': () => '/mine/leave',
	'/mine/feeds': ({ playlist, series }) => [
		'/mine/feeds',
		`/mine/feeds?playlist=${playlist}`,
		`/mine/feeds?series=${series}`
	],
	'/mine/tracks': () => ['/mine/tracks', '/mine/tracks?q=xyzzy'],
	'/mine/links': () => '/mine/links',
	'/mine/letters': () => '/mine/letters',
	'/demo/letters': () => '/demo/letters',
	'/demo/letters/[letter]': ({ letter }) => `/demo/letters/${letter}`
};

/** Pages on which owners see more than others. */
export const owned: Pages = only('/series/[series]', '/trainings/[training]', '/surveys/[survey]');

/** Pages on which stewards see more than others. */
export const tended: Pages = only('/', '/library', '/library/[page]');

/** A page for one who is writing something to share. */
export const sharing: Pages = {
	'/trainings/[training]/submissions/[submission]': ({ submission }) => submission
};

/** A page for one who tries something. */
export const trying: Pages = {
	'/mine/[adoption]': ({ trial }) => `/mine/${trial}`
};

/** Every page that only members see. */
export const closed = (): Pages => ({ ...inside, ...sharing, ...trying, ...writing, ...desk });

/** Pages for those who plan and write. */
export const writing: Pages = {
	'/series/[series]/plan': ({ series }) => `/series/${series}/plan`,
	'/surveys/new': ({ series, surveys }) => [
		`/surveys/new?about=series:${series}`,
		`/surveys/new?again=${surveys[0]}`
	],
	'/say/into/[document]': ({ open }) => `/say/into/${open}?from=/trainings/${open}/write`,
	'/say/wider/[document]': ({ open }) => `/say/wider/${open}`,
	'/trainings/[training]/write': ({ open }) => `/trainings/${open}/write`,
	'/trainings/[training]/keep': ({ over }) => `/trainings/${over}/keep`,
	'/library/[page]/edit': ({ editable }) => `/library/${editable}/edit`
};

/** Pages for stewards. */
export const desk: Pages = {
	'/desk': () => '/desk',
	'/desk/occasions': () => '/desk/occasions',
	'/desk/people': () => '/desk/people',
	'/desk/people/import': () => '/desk/people/import'
};

/** Pages for anyone. */
export const outside: Pages = {
	'/sign-in': () => '/sign-in',
	'/sign-in/link': () => '/sign-in/link?token=over',
	'/welcome/[token]': () => '/welcome/over',
	'/address': () => '/address?token=over',
	'/listen/[token]': () => '/listen/over',
	'/demo': () => '/demo'
};

/** Pages that are there once, or for whoever holds a letter; the named test looks at them. */
export const once: Record<string, string> = {
	'/set-up': 'arriving.test.ts',
	'/welcome': 'arriving.test.ts',
	'/letters/stop/[token]': 'letters.test.ts',
	'/answer/[token]': 'letters.test.ts',
	'/comments/[comment]/end': 'taking-part.test.ts',
	'/reports/[report]': 'reports.test.ts',
	'/set-aside/[aside]': 'reports.test.ts',
	'/ui': 'ui.test.ts'
};

function only(...patterns: string[]): Pages {
	return Object.fromEntries(patterns.map((pattern) => [pattern, inside[pattern]!]));
}

/** The address pattern of every page there is. */
export function pagesThereAre(): string[] {
	return globSync('src/routes/**/+page.svelte')
		.map((file) => file.replace(/^src\/routes|\/\([a-z]+\)|\/\+page\.svelte$/g, '') || '/')
		.sort();
}

/** What somebody finds in the demo. */
export async function sightsOf(place: Place, who: Role) {
	const get = <Answer>(path: `/${string}`) => place.api<Answer>(who, `GET ${path}`);
	const [me, { items: all }, circles, trials, drafts, letters, kept, asked] = await Promise.all([
		get<{ id: string }>('/me'),
		get<List<{ title: string }>>('/series'),
		get<List>('/circles'),
		get<List>('/follow-ups'),
		get<List<{ kind: string; url: string }>>('/drafts'),
		get<List>('/demo/letters'),
		get<List>('/pages'),
		get<List>('/surveys')
	]);
	const pages = await Promise.all(
		kept.items.map(({ id }) => get<{ id: string; may: { edit: boolean } }>(`/pages/${id}`))
	);
	const series = all.find(({ title }) => title.startsWith('Calm days'))!.id;
	const { parts } = await get<{ parts: { training: string }[] }>(`/series/${series}`);
	const [over = '', , open = '', planned = ''] = parts.map(({ training }) => training);
	const training = await get<{ blocks: { id: string }[]; trainers: { id: string }[] }>(
		`/trainings/${open}`
	);
	const { items: pieces } = await get<List<{ author: { id: string } }>>(
		`/trainings/${over}/submissions`
	);
	const spoken = await speakOf(place, who);
	return {
		...spoken,
		question: await askedBy(place, who),
		me: me.id,
		shared: `/trainings/${over}/submissions/${pieces[0]!.id}`,
		reported: pieces.find(({ author }) => author.id !== me.id)!.id,
		letter: letters.items[0]!.id,
		page: kept.items[0]!.id,
		editable: pages.find(({ may }) => may.edit)?.id ?? 'none',
		series,
		over,
		open,
		planned,
		block: training.blocks[4]!.id,
		trainer: training.trainers[0]!.id,
		circles: circles.items.slice(0, 2).map(({ id }) => id),
		surveys: asked.items.map(({ id }) => id),
		trial: trials.items[0]?.id ?? '',
		submission: drafts.items.find(({ kind }) => kind === 'submission')?.url ?? ''
	};
}

type List<More = object> = { items: ({ id: string } & More)[] };

/** A playlist of somebody's with a track in it. */
async function speakOf(place: Place, who: Role): Promise<{ playlist: string; track: string }> {
	const words = { title: 'Handing over in two minutes', audience: 'everyone' };
	const { id: playlist } = await place.api<{ id: string }>(who, 'POST /playlists', words);
	const title = 'What the next shift wants to know first';
	return { playlist, track: await place.speak(who, { title, audience: 'everyone', playlist }) };
}

/** A question that somebody asked in a circle of theirs. */
async function askedBy(place: Place, who: Role): Promise<string> {
	const { items } = await place.api<List>(who, 'GET /circles?mine=true');
	const words = { words: 'How do you end a call that goes on and on?' };
	const asked = `POST /circles/${items[0]!.id}/questions` as const;
	return (await place.api<{ id: string }>(who, asked, words)).id;
}
