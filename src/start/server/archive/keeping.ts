import { join } from 'node:path';
import { recordingAtMost } from '#modules/audio/audio.ts';
import {
	dropStored,
	isRecording,
	takeStored,
	type Stored
} from '#platform/server/storage/files.ts';
import { refusal, type Manifest } from './format.ts';
import { partsOf } from './media.ts';
import type { Row } from './rows.ts';

/** What a file may weigh at most, once it is kept: ours is written anew, and may be heavier than what was chosen. */
const most = ({ type }: Stored) => (isRecording(type) ? recordingAtMost : 100_000_000);

/** The files that rows tell of, each of which must lie in the archive, and nothing beside them. Throws Invalid. */
export function filesOf(rows: Row[], about: Manifest): Stored[] {
	const files = rows as Stored[];
	const paths = new Set<string>();
	for (const file of files)
		for (const { path } of partsOf(file)) {
			const { bytes } = about.files[path] ?? {};
			if (bytes === undefined) throw refusal(`${path} is missing`);
			if (bytes > most(file)) throw refusal(`${path} is larger than a file may be`);
			paths.add(path);
		}
	for (const path of Object.keys(about.files))
		if (path.startsWith('media/') && !paths.has(path)) throw refusal(`${path} is of no file`);
	return files;
}

/** Keeps the bytes of files, or of none of them. Throws Invalid for those that are not what is said of them. */
export async function keepFiles(folder: string, files: Stored[]): Promise<void> {
	try {
		for (const file of files) {
			const paths = new Map(partsOf(file).map(({ part, path }) => [part, path]));
			await takeStored(file, (part) => join(folder, paths.get(part)!));
		}
	} catch (error) {
		await forgetFiles(files);
		throw error;
	}
}

export async function forgetFiles(files: Stored[]): Promise<void> {
	for (const file of files) await dropStored(file);
}
