import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { filesIn } from './testing.ts';

type Entry = { path: string; bytes: Buffer; type?: 'File' | 'SymbolicLink' | 'Link' | 'Directory' };
type Manifest = {
	migrations: { name: string; checksum: string }[];
	tables: { name: string; columns: string[]; rows: number }[];
	files: Record<string, { sha256: string; bytes: number }>;
	[key: string]: unknown;
};
type Row = Record<string, unknown>;

export type Forgery = Awaited<ReturnType<typeof forge>>;

/** An archive that somebody changes, to be written with a manifest that vouches for all of it, or with none that does. */
export async function forge(archive: string) {
	const files = await filesIn(archive);
	const manifest = JSON.parse(files.get('manifest.json')!) as Manifest;
	files.delete('manifest.json');
	const rowsOf = (table: string) =>
		textOf(files, `data/${table}.jsonl`)
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line) as Row);
	return {
		files,
		manifest,
		/** The rows of a table, changed by `change`. */
		change(table: string, change: (rows: Row[]) => Row[]) {
			const rows = change(rowsOf(table));
			const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
			files.set(`data/${table}.jsonl`, Buffer.from(text).toString('latin1'));
			const listed = manifest.tables.find(({ name }) => name === table);
			if (listed) listed.rows = rows.length;
			else {
				const columns = Object.keys(rows[0] ?? {});
				manifest.tables.push({ name: table, columns, rows: rows.length });
			}
		},
		rowsOf,
		/** Writes it, vouched for, with entries beside that the manifest does not know. */
		write(file: string, beside: Entry[] = []) {
			manifest.files = Object.fromEntries(
				[...files].map(([path, text]) => {
					const bytes = Buffer.from(text, 'latin1');
					const sha256 = createHash('sha256').update(bytes).digest('hex');
					return [path, { sha256, bytes: bytes.length }];
				})
			);
			this.writeAsIs(file, beside);
		},
		/** Writes it with the manifest as it stands, whatever is in it. */
		writeAsIs(file: string, beside: Entry[] = []) {
			const head = { path: 'manifest.json', bytes: Buffer.from(JSON.stringify(manifest)) };
			const rest = [...files].map(([path, text]) => ({ path, bytes: Buffer.from(text, 'latin1') }));
			writeFileSync(file, gzipSync(tarOf([head, ...rest, ...beside])));
		}
	};
}

/** A tar of just these entries, whatever their names and kinds. */
export function tarOf(entries: Entry[]): Buffer {
	const blocks = entries.flatMap(({ path, bytes, type = 'File' }) => {
		const linkpath = type === 'SymbolicLink' || type === 'Link' ? '/etc/passwd' : undefined;
		const header = new Header({ path, mode: 0o644, size: bytes.length, type, linkpath });
		const head = Buffer.alloc(512);
		header.encode(head, 0);
		return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
	});
	return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function textOf(files: Map<string, string>, path: string): string {
	return Buffer.from(files.get(path) ?? '', 'latin1').toString();
}
