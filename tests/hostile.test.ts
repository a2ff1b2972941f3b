import { beforeAll, expect, test } from 'vitest';
import { open, visit, type Watched } from './browser.ts';
import type { Name } from './cast.ts';
import type { Request } from './machine.ts';
import { scene } from './scene.ts';

const at = scene('people');

/** Short enough for a name or a title, and each trying another way in. */
const lines = [
	'<script>tripped()</script>',
	'"><img src=x onerror=tripped()>',
	"'-tripped()-'",
	'</title><svg/onload=tripped()>',
	'${tripped()}{{tripped()}}',
	'javascript:tripped()',
	'</script><script>tripped()//',
	'<iframe srcdoc="<script>parent.tripped()</script>">'
] as const;

/** Markdown and HTML that has run in other people's editors. */
const text = `
${lines.join('\n\n')}

[click](javascript:tripped()) [click](JaVaScRiPt:tripped()) [click](&#106;avascript:tripped()) [click](java&#10;script:tripped())
[click](data:text/html;base64,PHNjcmlwdD50cmlwcGVkKCk8L3NjcmlwdD4=) [click](vbscript:tripped()) <javascript:tripped()>

![x](javascript:tripped()) ![x" onerror="tripped()](x) ![x](x" onerror="tripped())

[ref]: javascript:tripped() "x\\" onmouseover=\\"tripped()"
[ref]

<a href="javascript:tripped()" onclick="tripped()">a</a> <a href="\u0001javascript:tripped()">a</a>
<img src="x" onerror="tripped()"><img/src/onerror=tripped()><image href=x onerror=tripped()>
<svg><script>tripped()</script></svg><svg onload=tripped()><svg><a xlink:href="javascript:tripped()"><text>x</text></a></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=tripped()&gt;">
<noscript><p title="</noscript><img src=x onerror=tripped()>">
<iframe src="javascript:tripped()"></iframe><object data="javascript:tripped()"></object><embed src="javascript:tripped()">
<form action="javascript:tripped()"><button formaction="javascript:tripped()" autofocus onfocus=tripped()>x</button></form>
<base href="javascript:/"><meta http-equiv="refresh" content="0;url=javascript:tripped()"><link rel=stylesheet href="data:,*{x:expression(tripped())}">
<style>@import 'javascript:tripped()'; * { background: url(javascript:tripped()) }</style>
<details open ontoggle=tripped()><video><source onerror=tripped()></video><audio src=x onerror=tripped()></audio>
<body onload=tripped()><marquee onstart=tripped()><input autofocus onfocus=tripped()><select onfocus=tripped() autofocus>
<template><script>tripped()</script></template><xmp><p title="</xmp><img src=x onerror=tripped()>">
<div style="animation: x" onanimationstart="tripped()"></div><p data-block-id="x" id="tripped" onclick=tripped()>p</p>

\`\`\`html"><script>tripped()</script>
<script>tripped()</script>
\`\`\`

| <script>tripped()</script> | b |
| --- | --- |
| [x](javascript:tripped()) | <img src=x onerror=tripped()> |
`;

let addresses: string[];

beforeAll(async () => {
	const { api } = at.place();
	const say = <Answer>(who: Name, request: Request, body: object) =>
		api<Answer>(who, request, body);
	await say('Mei', 'PATCH /me', { name: lines[1], about: text.slice(0, 300) });
	await say('Mei', 'POST /skills', { name: lines[0], direction: 'teach' });
	await say('Liam', 'PATCH /place', { name: lines[3] });
	await say('Liam', 'POST /shelves', { name: lines[5] });
	await say('Liam', 'POST /people/import', {
		csv: `name,email,zone,circles\n"${lines[7].replaceAll('"', '""')}",ama@example.org,Africa/Accra,${lines[0]}\n`,
		dryRun: false,
		onlyGood: true,
		tell: false
	});
	const circle = await say<{ id: string }>('Mei', 'POST /circles', {
		name: lines[4],
		joining: 'open',
		about: lines.join(' ')
	});
	const series = await say<{ id: string; parts: { training: string }[] }>('Mei', 'POST /series', {
		title: lines[0],
		about: text.slice(0, 4000),
		audience: 'everyone',
		expectation: { level: 'expected', atLeast: 1 },
		parts: [{ title: lines[6], markdown: text, opens: '2027-01-18', closes: '2027-02-14' }]
	});
	await say('Mei', `POST /series/${series.id}/publication`, {});
	const { training = '' } = series.parts[0]!;
	await say('Kofi', `POST /trainings/${training}/submissions`, { title: lines[2], markdown: text });
	const about = { kind: 'training', id: training };
	await say('Kofi', 'POST /comments', { about, markdown: text });
	const { page } = await say<{ page: string }>('Mei', 'POST /pages', {
		title: lines[1],
		markdown: text,
		audience: 'everyone'
	});
	const { id: mei } = await api<{ id: string }>('Mei', 'GET /me');
	await at.place().junto('run-due');
	addresses = [
		...[
			'/',
			'/series',
			`/series/${series.id}`,
			`/trainings/${training}`,
			`/trainings/${training}/versions`
		],
		...['/library', `/library/${page}`, `/library/${page}/versions`, '/people', `/people/${mei}`],
		...[
			'/people/circles',
			`/people/circles/${circle.id}`,
			'/inbox',
			'/mine',
			'/desk',
			'/desk/people'
		],
		...lines.slice(0, 2).map((line) => `/search?q=${encodeURIComponent(line)}`),
		`/search?q=tripped`
	];
});

test('whatever is stored to run a script is shown as words, on every page and in every name', async () => {
	const page = await visit(at.browser(), at.place(), 'Liam');
	const alarms = await tripwire(page);
	for (const address of addresses) {
		const answer = await open(page, address);
		expect([address, answer?.status()]).toEqual([address, 200]);
		expect([address, await armed(page)]).toEqual([address, []]);
	}
	expect(alarms).toEqual([]);
	await open(page, addresses[3]!);
	expect(await page.getByText('<script>tripped()</script>').count()).toBeGreaterThan(0);
});

test('the tripwire would be heard', async () => {
	const page = await visit(at.browser(), at.place(), null);
	const alarms = await tripwire(page);
	await open(page, '/sign-in');
	await page.evaluate(() => {
		document.body.insertAdjacentHTML('beforeend', '<a href="javascript:x()" onclick="x()">a</a>');
		const script = document.createElement('script');
		script.textContent = 'x()';
		document.body.append(script);
		(window as unknown as { tripped: () => void }).tripped();
	});
	expect(await armed(page)).toEqual(['A href=javascript:x()', 'A onclick']);
	await expect.poll(() => alarms).toContainEqual('it ran');
	await expect.poll(() => alarms).toContainEqual(expect.stringMatching(/^policy: script-src/));
});

/** What runs, or tried to and was stopped by the policy alone. */
async function tripwire(page: Watched): Promise<string[]> {
	const alarms: string[] = [];
	await page.exposeFunction('tripped', () => void alarms.push('it ran'));
	await page.exposeFunction('stopped', (what: string) => void alarms.push(`policy: ${what}`));
	await page.addInitScript(() => {
		type Wired = { tripped: () => void; stopped: (what: string) => void };
		const wired = window as unknown as Wired;
		window.alert = () => wired.tripped();
		document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
			wired.stopped(`${effectiveDirective} ${blockedURI}`)
		);
	});
	page.on('dialog', (dialog) => {
		alarms.push('a dialog');
		void dialog.dismiss();
	});
	return alarms;
}

/** What a touch would set off: handlers in attributes, addresses that are programs, elements that load others. */
function armed(page: Watched): Promise<string[]> {
	return page.evaluate(() => {
		const address = /^[^a-z]*(javascript:|vbscript:|data:text)/i;
		const loading = 'iframe, object, embed, base, frame, applet, meta[http-equiv=refresh]';
		const loaders = [...document.querySelectorAll(loading)].map(({ tagName }) => tagName);
		const wired = [...document.querySelectorAll('body *')].flatMap(({ tagName, attributes }) =>
			[...attributes]
				.filter(
					({ name, value }) =>
						/^on/i.test(name) || (/href|src|action|data$/i.test(name) && address.test(value))
				)
				.map(({ name, value }) =>
					name.startsWith('on') ? `${tagName} ${name}` : `${tagName} ${name}=${value}`
				)
		);
		return [...loaders, ...wired];
	});
}
