import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** A Markdown file as the training it becomes; what it leaves open is undefined. */
export type Chapter = {
	file: string;
	title: string;
	markdown: string;
	opens?: string;
	closes?: string;
	trainers: string[];
};

export const day = z.iso.date('is not a day such as 2027-01-21');

const frontMatter = z.object({
	title: z.coerce.string().trim().min(1).optional(),
	opens: day.optional(),
	closes: day.optional(),
	trainers: z
		.union([z.array(z.string()), z.string().transform((text) => text.split(/[,\s]+/))])
		.transform((addresses) => addresses.filter(Boolean))
		.default([])
});

const inNameOrder = new Intl.Collator('en', { numeric: true }).compare;

/** The series that a folder of Markdown files is: named after the folder, a training for each file in name order. Throws an error that names the file. */
export function readFolder(folder: string): { title: string; chapters: Chapter[] } {
	const files = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(md|markdown)$/i.test(entry.name))
		.map(({ name }) => name)
		.sort(inNameOrder);
	if (files.length === 0) throw new Error(`There is no Markdown file in ${folder}`);
	return {
		title: asTitle(basename(folder)),
		chapters: files.map((file) => readChapter(file, readFileSync(join(folder, file))))
	};
}

function readChapter(file: string, bytes: Buffer): Chapter {
	const text = utf8(file, bytes).replaceAll('\r\n', '\n');
	const [, head = '', body = text] = /^---\n([^]*?)\n?---[ \t]*(?:\n|$)([^]*)$/.exec(text) ?? [];
	const given = frontMatter.safeParse(yaml(file, head) ?? {});
	if (!given.success) {
		const { path, message } = given.error.issues[0]!;
		throw new Error(`${file}: ${path.join('.')} ${message}`);
	}
	const [heading, rest] = takeHeading(body);
	const { title = heading ?? asTitle(parse(file).name.replace(/^\d+[\s._-]*/, '')), ...others } =
		given.data;
	// The page shows the title by itself: a first heading that repeats it would stand there twice.
	return { file, title, markdown: heading === title ? rest : body.trim(), ...others };
}

function takeHeading(body: string): [string | undefined, string] {
	const found = /^\s*# +(.+?)[ \t]*#*[ \t]*(?:\n|$)/.exec(body);
	return found ? [found[1]!.trim(), body.slice(found[0].length).trim()] : [undefined, body.trim()];
}

function utf8(file: string, bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new Error(`${file} is not UTF-8 text: save it as that`);
	}
}

function yaml(file: string, head: string): unknown {
	try {
		return parseYaml(head);
	} catch (error) {
		throw new Error(`${file}: ${(error as Error).message.split('\n')[0]}`, { cause: error });
	}
}

function asTitle(name: string): string {
	const words = name.replaceAll(/[-_]+/g, ' ').trim() || name;
	return words.charAt(0).toUpperCase() + words.slice(1);
}
