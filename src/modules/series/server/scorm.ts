import { buffer } from 'node:stream/consumers';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import * as m from '#messages';
import { escapeHtml } from '#platform/html.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { fileAt } from '#platform/files.ts';
import { door, type Actor } from '#platform/server/door.ts';
import { readBytes } from '#platform/server/storage/bytes.ts';
import { getFile } from '#modules/documents/server/files.ts';
import { postOffice } from '#modules/notices/server/post.ts';
import { getTraining } from './reading.ts';
import { runtime, style } from './scorm-page.ts';

/** A training as a course for a learning platform that takes SCORM 1.2, as a zip in base64: its text, credit and pictures as they are published. For those who write it, since it leaves the place. */
export const scormOf = door({
	id: 'trainings.scorm',
	summary: 'A training as a SCORM package for a learning platform',
	http: 'GET /trainings/{training}/scorm',
	input: z.object({ training: z.uuid() }),
	output: z.object({ name: z.string(), zip: z.base64() }),
	before: ({ actor, input }) => pack(actor, input.training),
	can: ({ ready }) => ready !== null,
	run: ({ ready }) => Promise.resolve(ready!)
});

type Training = Awaited<ReturnType<typeof getTraining>>;

/** Null for whoever does not write it: nothing is read or packed for them. */
async function pack(actor: Actor, id: string): Promise<{ name: string; zip: string } | null> {
	const training = await getTraining(actor, { training: id });
	if (!training.may.edit) return null;
	if (training.version === null) throw new Conflict('Publish it first');
	const files = await filesIn(actor, training.html);
	const parts: Record<string, Uint8Array> = {
		'index.html': strToU8(page(training, files)),
		'scorm.js': strToU8(runtime),
		'style.css': strToU8(style)
	};
	for (const { id: file, path } of files.values())
		parts[path] = await buffer(readBytes(file, 'whole'));
	parts['imsmanifest.xml'] = strToU8(manifest(training, Object.keys(parts)));
	return {
		name: `${training.title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80) || 'training'}.zip`,
		zip: Buffer.from(zipSync(parts)).toString('base64')
	};
}

type Packed = { id: string; path: string };

/** The files of ours that a text shows or links to, by their address; of those out of sight it has none. */
async function filesIn(actor: Actor, html: string): Promise<Map<string, Packed>> {
	const files = new Map<string, Packed>();
	for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
		const id = fileAt(address);
		if (!id || files.has(address)) continue;
		try {
			files.set(address, {
				id,
				path: `files/${id}${endingOf(await getFile(actor, { file: id }))}`
			});
		} catch (error) {
			if (!(error instanceof NotFound)) throw error;
		}
	}
	return files;
}

const endings = /\.(pdf|docx|xlsx|pptx|odt|ods|odp|zip)$/i;

/** A platform goes by the ending: whatever else was uploaded is text there, and never a page that runs. */
function endingOf({ name, type }: { name: string; type: string }): string {
	if (type.startsWith('image/')) return `.${type.slice(6)}`;
	return endings.exec(name)?.[0].toLowerCase() ?? '.txt';
}

function page(training: Training, files: Map<string, Packed>): string {
	const text = training.html
		.replace(/ srcset="[^"]*"| sizes="[^"]*"/g, '')
		.replace(/(src|href)="([^"]+)"/g, (whole, attribute: string, address: string) => {
			const file = files.get(address);
			if (file) return `${attribute}="${file.path}"`;
			return address.startsWith('/') ? `${attribute}="${postOffice().origin}${address}"` : whole;
		});
	const names = [...training.trainers, ...Object.values(training.people)].map(({ name }) => name);
	return `<!doctype html>
<html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(training.title)}</title>
<link rel="stylesheet" href="style.css">
<h1>${escapeHtml(training.title)}</h1>
<p class="by">${escapeHtml([...new Set(names)].join(', '))}</p>
${text}
<p><button type="button" hidden>${escapeHtml(m.app_i_have_read_it())}</button></p>
<script src="scorm.js"></script>
</html>
`;
}

/** ADL SCORM 1.2, content aggregation model: one organization with one item, which is the page. */
function manifest(training: Training, parts: string[]): string {
	const title = escapeHtml(training.title);
	return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="training-${training.id}" version="${training.version}"
	xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
	xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
	<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
	<organizations default="course">
		<organization identifier="course">
			<title>${title}</title>
			<item identifier="text" identifierref="page"><title>${title}</title></item>
		</organization>
	</organizations>
	<resources>
		<resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
			${parts.map((part) => `<file href="${part}"/>`).join('\n\t\t\t')}
		</resource>
	</resources>
</manifest>
`;
}
