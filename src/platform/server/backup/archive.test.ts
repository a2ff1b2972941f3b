import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as tar from 'tar';
import { afterAll, expect, test } from 'vitest';
import { needRoom } from '../room.ts';
import { pack, unpack, verify } from './archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'junto-archive-'));
const archive = join(folder, 'backup.tar.gz');
afterAll(() => rmSync(folder, { recursive: true }));

type Entry = {
	path: string;
	text?: string;
	type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice';
	linkpath?: string;
};

const table: Entry = { path: 'tables/public.person.jsonl', text: '["Mei"]\n' };

/** A backup that says of itself that it holds `named`, and holds `entries`. */
function write(entries: Entry[], named: Entry[] = entries, first: Entry[] = []): void {
	const files = Object.fromEntries(
		named.map(({ path, text = '' }) => [path, createHash('sha256').update(text).digest('hex')])
	);
	const about = {
		format: 1,
		at: '2027-01-18T12:00:00Z',
		migrations: [],
		tables: [],
		jobs: 0,
		files
	};
	const all = [...first, { path: 'manifest.json', text: JSON.stringify(about) }, ...entries];
	writeFileSync(archive, gzipSync(Buffer.concat([...all.map(blocksOf), Buffer.alloc(1024)])));
}

function blocksOf({ path, text = '', type = 'File', linkpath }: Entry): Buffer {
	const body = Buffer.from(text);
	const header = new tar.Header({ path, type, linkpath, mode: 0o600, size: body.length });
	header.encode();
	return Buffer.concat([header.block!, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

test('what was packed is verified, weighed and unpacked as it was', async () => {
	const from = join(folder, 'from');
	mkdirSync(join(from, 'tables'), { recursive: true });
	writeFileSync(join(from, table.path), table.text!);
	writeFileSync(join(from, 'secret'), 'hush');
	const about = {
		format: 1 as const,
		at: '2027-01-18T12:00:00Z',
		migrations: [],
		tables: [],
		jobs: 0,
		uploads: false
	};
	await pack(from, ['tables', 'secret', 'files'], about, archive);
	expect(await verify(archive)).toMatchObject({ ...about, unpacked: expect.any(Number) });
	const to = join(folder, 'to');
	mkdirSync(to);
	await unpack(archive, to, 'tables');
	expect(readdirSync(to, { recursive: true })).toEqual(['tables', table.path]);
});

test.each(['cut short', 'empty'])('a backup that is %s is refused', async (how) => {
	write([table]);
	const whole = readFileSync(archive);
	writeFileSync(archive, how === 'empty' ? '' : whole.subarray(0, whole.length - 20));
	await expect(verify(archive)).rejects.toThrow(/damaged|is not a backup/);
});

const climbing = { path: 'files/../../outside', text: 'x' };
const liars: [name: string, write: () => void, told: RegExp][] = [
	[
		'holds what its manifest does not name',
		() => write([table, { path: 'files/aa/more' }], [table]),
		/does not name/
	],
	[
		'lacks what its manifest names',
		() => write([table], [table, { path: 'files/aa/more' }]),
		/is not in it/
	],
	['holds the same twice', () => write([table, table], [table]), /twice/],
	[
		'holds another text than it says',
		() => write([{ ...table, text: '["Kofi"]\n' }], [table]),
		/is not as it was written/
	],
	['climbs out of its folder', () => write([climbing]), /it names files\/\.\.\/\.\.\/outside/],
	['climbs from the root', () => write([{ path: '/etc/cron.d/x' }]), /it names \/etc/],
	['reaches into the database', () => write([{ path: 'db/PG_VERSION', text: '1' }]), /it names db/],
	[
		'holds a link instead of a file',
		() => write([{ path: 'files/aa/link', type: 'SymbolicLink', linkpath: '/etc' }]),
		/is not as it was written|no backup/
	],
	[
		'holds a hard link',
		() => write([table, { path: 'files/aa/link', type: 'Link', linkpath: table.path }]),
		/is not as it was written|no backup/
	],
	[
		'holds a device',
		() => write([{ path: 'files/aa/null', type: 'CharacterDevice' }]),
		/is not as it was written|no backup/
	],
	[
		'begins with something else',
		() => write([table], [table], [{ path: 'files/aa/first' }]),
		/is not a backup of Junto/
	],
	[
		'has a manifest of another kind',
		() =>
			writeFileSync(
				archive,
				gzipSync(
					Buffer.concat([
						blocksOf({ path: 'manifest.json', text: '{"format":2}' }),
						Buffer.alloc(1024)
					])
				)
			),
		/is not a backup of Junto/
	]
];

test.each(liars)('a backup that %s is refused', async (_, spoil, told) => {
	spoil();
	await expect(verify(archive)).rejects.toThrow(told);
});

test('one that unpacks to a thousand times its size is left at the first entry that nobody named', async () => {
	write([{ path: 'files/aa/zeros', text: '\0'.repeat(200_000_000) }], []);
	await expect(verify(archive)).rejects.toThrow('does not name');
	write([{ path: 'files/aa/zeros', text: '\0'.repeat(2_000_000) }]);
	expect((await verify(archive)).unpacked).toBeGreaterThanOrEqual(2_000_000);
	expect(() => needRoom(folder, 1e15, 'what the backup holds')).toThrow(
		/^No room for what the backup holds: about 1,000 TB/
	);
});
