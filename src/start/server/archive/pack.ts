import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, writeTarball } from '#platform/server/backup/tarball.ts';
import { names, type Manifest } from './format.ts';

/** Writes the files at `paths` below `folder` and their manifest as one compressed archive, which is whole on the disk or not there at all. */
export async function pack(
	folder: string,
	paths: string[],
	about: Omit<Manifest, 'files'>,
	archive: string
): Promise<Manifest> {
	const files: Manifest['files'] = {};
	for (const path of paths.toSorted()) {
		const file = join(folder, path);
		files[path] = { sha256: await hashOf(file), bytes: (await stat(file)).size };
	}
	const whole: Manifest = { ...about, files };
	await writeFile(join(folder, names.manifest), `${JSON.stringify(whole, null, '\t')}\n`);
	// Whoever reads an archive knows from its first file what may follow.
	await writeTarball(folder, [names.manifest, ...Object.keys(files)], archive);
	return whole;
}
