import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forge, tarOf, type Forgery } from './forging.ts';
import { openVictim, type Victim } from './victim.ts';

let victim: Victim;
beforeAll(async () => {
	victim = await openVictim();
}, 120_000);
afterAll(() => victim.close());

const bomb = (bytes: number) => Buffer.alloc(bytes);

const files: [string, RegExp, (forged: string, archive: Forgery) => void][] = [
	['is no archive', /not taken in/, (forged) => writeFileSync(forged, 'not an archive')],
	['is empty', /not taken in/, (forged) => writeFileSync(forged, '')],
	[
		'is cut short',
		/not taken in/,
		(forged) => {
			const whole = readFileSync(victim.honest);
			writeFileSync(forged, whole.subarray(0, whole.length >> 1));
		}
	],
	[
		'has a byte changed',
		/not taken in/,
		(forged, archive) => {
			const path = 'data/version.jsonl';
			archive.write(forged);
			archive.files.set(path, archive.files.get(path)!.replace('First', 'Thirst'));
			archive.files.set(path, archive.files.get(path)!.slice(1));
			archive.writeAsIs(forged);
		}
	],
	[
		'climbs out of its folder',
		/not in its manifest/,
		(forged, archive) =>
			archive.write(forged, [{ path: '../../climbed', bytes: Buffer.from('out') }])
	],
	[
		'climbs, and its manifest vouches for it',
		/not one/,
		(forged, archive) => {
			archive.files.set('data/../../climbed.jsonl', '');
			archive.write(forged);
		}
	],
	[
		'names a place of the machine',
		/not one/,
		(forged, archive) => {
			archive.files.set('/tmp/climbed', 'out');
			archive.write(forged);
		}
	],
	[
		'has a link in it',
		/is no file/,
		(forged, archive) =>
			archive.write(forged, [{ path: 'media/link', bytes: Buffer.alloc(0), type: 'SymbolicLink' }])
	],
	[
		'has a hard link in it',
		/is no file/,
		(forged, archive) =>
			archive.write(forged, [{ path: 'media/link', bytes: Buffer.alloc(0), type: 'Link' }])
	],
	[
		'has a folder in it',
		/is no file/,
		(forged, archive) =>
			archive.write(forged, [{ path: 'media/folder/', bytes: Buffer.alloc(0), type: 'Directory' }])
	],
	[
		'has a file twice',
		/not in its manifest/,
		(forged, archive) =>
			archive.write(forged, [
				{ path: 'README.md', bytes: Buffer.from(archive.files.get('README.md')!, 'latin1') }
			])
	],
	[
		'lacks a file that it promises',
		/is missing/,
		(forged, archive) => {
			archive.write(forged);
			archive.files.delete('README.md');
			archive.writeAsIs(forged);
		}
	],
	[
		'says another length',
		/not as long/,
		(forged, archive) => {
			archive.write(forged);
			archive.manifest.files['README.md']!.bytes += 1;
			archive.writeAsIs(forged);
		}
	],
	[
		'grows without end',
		/grows far beyond/,
		(forged, archive) => {
			archive.files.set('texts/bomb.md', bomb(100_000_000).toString('latin1'));
			archive.write(forged);
		}
	],
	[
		'grows behind its end',
		/grows far beyond/,
		(forged) => writeFileSync(forged, gzipSync(Buffer.concat([tarOf([]), bomb(100_000_000)])))
	],
	[
		'has no manifest first',
		/does not begin/,
		(forged) =>
			writeFileSync(forged, gzipSync(tarOf([{ path: 'README.md', bytes: Buffer.from('x') }])))
	],
	[
		'is of a newer format',
		/newer than this Junto/,
		(forged, archive) => {
			archive.manifest.format = 2;
			archive.write(forged);
		}
	],
	[
		'is of a newer Junto',
		/newer than this Junto/,
		(forged, archive) => {
			archive.manifest.migrations = [{ name: '9999_future.sql', checksum: 'x' }];
			archive.write(forged);
		}
	]
];

test.each(files)('an archive that %s is refused, and nothing is written', async (_, why, spoil) => {
	spoil(victim.forged, await forge(victim.honest));
	expect(await victim.refused()).toMatch(why);
	expect(existsSync(join(victim.folder, 'climbed'))).toBe(false);
	expect(existsSync('/tmp/climbed')).toBe(false);
});
