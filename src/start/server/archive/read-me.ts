import type { Holds } from './catalogue.ts';

/** What stands in an archive's README.md, for whoever opens it. */
export function readMe(title: string, holds: Holds): string {
	const what = { place: 'the whole place', series: 'one series', library: 'the library' }[holds];
	return `# ${title}

An archive of Junto: ${what}, for people and for programs.

- \`texts\` is for reading: every published text as Markdown, with who wrote it and what was said about it. Pictures are linked from \`media\`.
- \`media\` holds the files that people uploaded.
- \`data\` holds everything, a table a file, a row a line of JSON, in the order of its key. \`address.jsonl\` says which e-mail address is whose.
- \`manifest.json\` says what is here, with the length and SHA-256 of every file.

It holds what only some may read, such as drafts and what people tried for themselves: keep it as you keep a backup. It holds no passwords and nothing else that opens doors. Whoever comes back with it gets in by a link.

\`junto import archive FILE\` takes it in, as long as nothing in it was changed. \`docs/archive.md\` of Junto describes it for other programs.
`;
}
