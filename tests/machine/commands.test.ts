import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from './contents.ts';
import { junto, runToEnd, serve, temporary, type Server, type Settings } from './process.ts';
import { copyOfPlace, liam } from './template.ts';

type Letter = { to: string; sentAt: string | null } & Record<
	'subject' | 'text' | 'html' | 'messageId' | 'dueAt',
	string
>;

const series = resolve('tests/machine/focus-and-talk');

describe.each(['stopped', 'running'])('a place that is %s', (state) => {
	const place = copyOfPlace();
	const settings: Settings = {
		JUNTO_DATA: place.data,
		JUNTO_NOW: '2027-01-20T12:00:00Z',
		JUNTO_ALLOW_CLOCK: '1'
	};
	let server: Server | undefined;

	beforeAll(async () => {
		if (state === 'running') server = await serve(settings);
	});
	afterAll(async () => {
		await server?.stop();
		place.remove();
	});

	async function refused(...words: string[]): Promise<string> {
		const { code, out, error } = await runToEnd('junto', settings, words);
		expect({ code, out, lines: error.trimEnd().split('\n').length }).toEqual({
			code: 1,
			out: '',
			lines: 1
		});
		return error;
	}

	async function get<Body>(path: string, token: string): Promise<Body> {
		const asking = server ?? (await serve(settings));
		const answer = await fetch(`${asking.origin}/api/v1${path}`, {
			headers: { authorization: `Bearer ${token}` }
		});
		expect(answer.status).toBe(200);
		const body = (await answer.json()) as Body;
		if (!server) await asking.stop();
		return body;
	}

	async function fetchAs(token: string, path: string) {
		const asking = server ?? (await serve(settings));
		const { status, headers } = await fetch(`${asking.origin}${path}`, {
			headers: { authorization: `Bearer ${token}` }
		});
		if (!server) await asking.stop();
		return { status, type: headers.get('content-type') };
	}

	test('setup is done once', async () => {
		const words = [
			'--place',
			'Again',
			'--name',
			'Ama',
			'--email',
			'ama@example.org',
			'--password',
			'long enough',
			'--zone',
			'Africa/Accra'
		];
		expect(await refused('setup', ...words)).toContain('set up already');
		expect(await refused('setup', '--place', 'Again')).toContain('--name is missing');
	});

	test('a directory gets a token, which opens the directory’s door and no other', async () => {
		const { address, token } = await junto<{ address: string; token: string }>(
			settings,
			'directory',
			'connect',
			'--heir',
			liam.email
		);
		expect(new URL(address).pathname).toBe('/scim/v2');
		expect(await fetchAs(token, '/scim/v2/Users?count=1')).toEqual({
			status: 200,
			type: 'application/scim+json'
		});
		expect((await fetchAs(token, '/api/v1/people')).status).toBe(401);
		expect((await fetchAs('junto_guessed', '/scim/v2/Users')).status).toBe(401);
		expect(await refused('directory', 'connect', '--heir', 'nobody@example.org')).toContain(
			'Nobody here'
		);
	});

	test('whoever is locked out gets back in by the shell, and a place keeps a steward', async () => {
		const { link } = await junto<{ link: string }>(
			settings,
			'person',
			'link',
			'--email',
			liam.email
		);
		expect(link).toMatch(/\/sign-in\/link\?token=\S{20,}$/);
		expect(await refused('person', 'link', '--email', 'nobody@example.org')).toContain(
			'Nobody here'
		);
		expect(await refused('steward', 'remove', '--email', liam.email)).toContain('last steward');
		await junto(settings, 'steward', 'add', '--email', liam.email);
	});

	test('person add gives a link, or takes a password', async () => {
		const mei = ['--name', 'Mei', '--email', 'mei@example.org', '--zone', 'Asia/Bangkok'];
		const added = await junto(settings, 'person', 'add', ...mei);
		expect(added).toEqual({
			id: expect.any(String),
			link: expect.stringContaining('/sign-in/link?token=')
		});
		expect(await refused('person', 'add', ...mei)).toContain('address already');
		const kofi = ['--name', 'Kofi', '--email', 'kofi@example.org', '--zone', 'Africa/Accra'];
		expect(
			await junto(settings, 'person', 'add', ...kofi, '--steward', '--password', 'slow waters')
		).toEqual({
			id: expect.any(String)
		});
		expect(await refused('person', 'add', '--name', 'X', '--email', 'x', '--zone', 'Mars')).toMatch(
			/email: .*zone: /
		);
	});

	test('person import tries first, and adds all or nobody', async () => {
		const good = join(place.folder, 'good.csv');
		writeFileSync(good, 'name,email,zone\nSiti,siti@example.org,Asia/Brunei\n');
		expect(await junto(settings, 'person', 'import', good, '--dry-run')).toMatchObject({
			good: 1,
			added: 0
		});
		expect(await junto(settings, 'person', 'import', good)).toMatchObject({ added: 1 });
		const bad = join(place.folder, 'bad.csv');
		writeFileSync(bad, 'name,email,zone\nOmar,omar@example.org,Asia/Kuwait\nNobody,nowhere,Mars\n');
		expect(await refused('person', 'import', bad)).toContain('Nobody was added');
		expect(await refused('person', 'import')).toBe('Write: person import FILE.csv [--dry-run]\n');
		expect(await refused('person', 'import', join(place.folder, 'none.csv'))).toContain('ENOENT');
	});

	test('token create gives what the API asks for', async () => {
		const { token } = await junto<{ token: string }>(
			settings,
			'token',
			'create',
			'--email',
			'LIAM@example.org'
		);
		expect(await get('/me', token)).toMatchObject({ name: 'Liam', steward: true });
		expect(await refused('token', 'create', '--email', 'nobody@example.org')).toContain(
			'nobody@example.org'
		);
	});

	test('import series makes a training of each file, in name order, with its days', async () => {
		const words = ['--email', liam.email, '--audience', 'everyone', '--first-opens', '2027-01-20'];
		const { id } = await junto<{ id: string }>(settings, 'import', 'series', series, ...words);
		type Part = { training: string; title: string; opens: string; closes: string };
		const { token } = await junto<{ token: string }>(
			settings,
			'token',
			'create',
			'--email',
			'siti@example.org'
		);
		const read = await get<{ title: string; parts: Part[] }>(`/series/${id}`, token);
		expect(read.title).toBe('Focus and talk');
		expect(read.parts).toMatchObject([
			{ title: 'Focus: what to do first', opens: '2027-01-21', closes: '2027-01-31' },
			{ title: 'Asking well', opens: '2027-01-31', closes: '2027-02-14' },
			{ title: 'Listening well', opens: '2027-02-14', closes: '2027-02-28' }
		]);
		const first = await get<{ markdown: string; html: string }>(
			`/trainings/${read.parts[0]!.training}`,
			token
		);
		expect(first.markdown).toMatch(/^Take \*\*one\*\* thing/);
		const picture = /!\[A clear desk\]\((\/files\/[^)]+)\)/.exec(first.markdown)![1]!;
		expect(await fetchAs(token, picture)).toMatchObject({
			status: 200,
			type: expect.stringMatching(/^image\//)
		});
		expect((await fetchAs('nobody', picture)).status).toBe(404);
		const last = await get<{ markdown: string }>(`/trainings/${read.parts[2]!.training}`, token);
		expect(last.markdown.trim()).toBe('Listen before you answer. Ընտիր.');
	});

	test('import series names the file that is wrong, and makes nothing', async () => {
		const words = ['--email', liam.email, '--audience', 'everyone', '--first-opens', '2027-01-20'];
		const { folder, remove } = temporary();
		expect(await refused('import', 'series', folder, ...words)).toContain('no Markdown file');
		const wrongs: [string | Buffer, RegExp][] = [
			['---\nopens: soon\n---\nx', /a\.md: opens /],
			['---\ntitle: [\n---\nx', /a\.md: /],
			['---\ntrainers: nobody@example.org\n---\nx', /a\.md: .*nobody@example\.org/],
			[Buffer.from([0xff, 0xfe, 0x00]), /a\.md is not UTF-8/],
			['![x](none.png)', /a\.md: there is no picture none\.png/],
			['![x](../../../etc/hostname)', /a\.md: .*outside the folder|no picture/],
			['![x](a.md)', /a\.md: a\.md is not a picture/]
		];
		for (const [text, told] of wrongs) {
			writeFileSync(join(folder, 'a.md'), text);
			expect(await refused('import', 'series', folder, ...words)).toMatch(told);
		}
		remove();
		expect(
			await refused(
				'import',
				'series',
				series,
				'--email',
				liam.email,
				'--audience',
				'everyone',
				'--first-opens',
				'soon'
			)
		).toContain('soon');
	});

	test('run-due does what is due, and a second time finds nothing', async () => {
		const done = await junto<Record<string, number>>(settings, 'run-due');
		expect(Object.values(done).every(Number.isInteger)).toBe(true);
		const again = Object.values(await junto<Record<string, number>>(settings, 'run-due'));
		expect(again.every((count) => count === 0)).toBe(true);
	});

	test('letters list shows them whole', async () => {
		const morning = { ...settings, JUNTO_NOW: '2027-01-21T03:00:00Z' };
		if (server) {
			await server.stop();
			server = await serve(morning);
		}
		await junto(morning, 'run-due');
		const letters = await junto<Letter[]>(morning, 'letters', 'list', '--to', 'Siti@example.org');
		expect(letters.length).toBeGreaterThan(0);
		expect(letters.every(({ to }) => to === 'siti@example.org')).toBe(true);
		expect(letters[0]).toMatchObject({
			subject: expect.stringMatching(/\S/),
			text: expect.stringContaining('Siti'),
			html: expect.stringContaining('<html'),
			headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
			messageId: expect.stringMatching(/^<.+@.+>$/),
			dueAt: expect.stringMatching(/^2027-01-21T0/),
			sentAt: null
		});
		const all = await junto<Letter[]>(morning, 'letters', 'list');
		expect(all.length).toBeGreaterThanOrEqual(letters.length);
	});

	test('backup writes a file', async () => {
		const file = join(place.folder, 'backup.tar.gz');
		expect(await junto(settings, 'backup', file)).toMatchObject({ file, rows: expect.any(Number) });
		expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
	});

	test('doctor says what is fine and what to do', async () => {
		const { code, out, error } = await runToEnd('junto', settings, ['doctor', '--json']);
		const found = JSON.parse(out) as { about: string; fine: boolean }[];
		expect(found.map(({ about }) => about)).toEqual([
			'address',
			'disk',
			'clock',
			'database',
			'migrations',
			'place',
			'files',
			'space',
			'backups',
			'recordings',
			'mail',
			'letters'
		]);
		expect(found.filter(({ fine }) => !fine)).toMatchObject([{ about: 'clock' }]);
		expect({ code, error }).toEqual({ code: 1, error: 'Look at clock\n' });
	});

	test('a word that is no command, and an option that is none, are one clear line', async () => {
		expect(await refused('dance')).toContain('Commands: setup');
		expect(await refused()).toContain('Commands: setup');
		expect(await refused('run-due', '--fast')).toContain('--fast');
		expect(await refused('run-due', 'now')).toBe('Write: run-due\n');
	});
});

describe('doctor', () => {
	test('finds nothing wrong in a place that is well', async () => {
		const place = copyOfPlace();
		const { code, out, error } = await runToEnd('junto', { JUNTO_DATA: place.data }, ['doctor']);
		place.remove();
		expect({ code, error }).toEqual({ code: 0, error: '' });
		expect(
			out
				.trimEnd()
				.split('\n')
				.every((line) => line.startsWith('ok  '))
		).toBe(true);
	});

	test('says so of mail that does not leave, of a database that is newer, and of one that is not there', async () => {
		const place = copyOfPlace();
		const settings = { JUNTO_DATA: place.data };
		const mute = await runToEnd('junto', { ...settings, SMTP_URL: 'smtp://127.0.0.1:1' }, [
			'doctor'
		]);
		expect(mute.out).toMatch(/!! {2}mail: .*SMTP_URL/);
		await withDatabase(settings, (query) =>
			query(`insert into migration values ('9999_later.sql', 'x', '2030-01-01')`)
		);
		expect((await runToEnd('junto', settings, ['doctor'])).out).toMatch(
			/!! {2}migrations: .*9999_later\.sql/
		);
		const gone = { ...settings, DATABASE_URL: 'postgres://127.0.0.1:1/x' };
		expect((await runToEnd('junto', gone, ['doctor'])).out).toMatch(
			/!! {2}database: .*ECONNREFUSED/
		);
		place.remove();
	});
});

describe('a database that this Junto does not know', () => {
	test.each([
		[
			'newer',
			`insert into migration values ('9999_later.sql', 'x', '2030-01-01')`,
			'9999_later.sql'
		],
		[
			'changed',
			`update migration set checksum = 'x' where name = '0001_platform.sql'`,
			'0001_platform.sql'
		]
	])('is refused when it is %s, and is left as it is', async (_, change, named) => {
		const place = copyOfPlace();
		const settings = { JUNTO_DATA: place.data };
		await withDatabase(settings, (query) => query(change));
		for (const entry of ['web', 'junto'] as const) {
			const { code, out, error } = await runToEnd(
				entry,
				{ ...settings, PORT: '0' },
				entry === 'junto' ? ['run-due'] : []
			);
			expect({ code, out }).toEqual({ code: 1, out: '' });
			expect(error.trimEnd().split('\n')).toEqual([expect.stringContaining(named)]);
		}
		place.remove();
	});
});

describe('demo end', () => {
	const { data, remove } = copyOfPlace();
	const settings: Settings = { JUNTO_DATA: data };
	afterAll(() => remove());

	test('leaves a place alone that is no demo', async () => {
		await expect(junto(settings, 'demo', 'end')).rejects.toThrow('There is no demo in');
		expect(readdirSync(data)).toContain('db');
	});

	test('puts a demo aside whole, and the next start asks to be set up', async () => {
		await withDatabase(settings, async (query) => {
			await query(`update place set demo_since = '2027-01-01', demo_ready_at = '2027-01-01'`);
		});
		const { aside } = await junto<{ aside: string }>(settings, 'demo', 'end');
		const server = await serve(settings);
		await expect.poll(() => server.said(), { timeout: 20_000 }).toContain('Set it up at');
		await server.stop();
		expect(readdirSync(aside).toSorted()).toEqual(['db', 'secret']);
	});
});
