import { sql } from 'kysely';
import type { Tx } from '#platform/server/db/database.ts';

/** How people and audiences are called in texts, and which names of files are taken. */
export type Names = {
	person: (id: string) => string;
	audience: (id: string) => string;
	used: Set<string>;
};

/** The names of everybody and of every audience. */
export async function namesIn(tx: Tx): Promise<Names> {
	const { rows: people } = await sql<{ id: string; name: string }>`
		select id, name from person`.execute(tx);
	const { rows: audiences } = await sql<{ id: string; kind: string; circle: string | null }>`
		select a.id, a.kind, (select c.name from circle c where c.id = a.id or exists (
				select from audience_circle b where b.audience_id = a.id and b.circle_id = c.id) order by c.id limit 1) as circle
		from audience a`.execute(tx);
	const persons = new Map(people.map(({ id, name }) => [id, name]));
	const known = new Map(audiences.map((audience) => [audience.id, audience]));
	return {
		person: (id) => persons.get(id) ?? 'somebody',
		audience: (id) => {
			const { kind, circle } = known.get(id) ?? { kind: 'people', circle: null };
			if (kind === 'everyone') return 'everyone';
			if (kind === 'me') return `${persons.get(id) ?? 'one person'} alone`;
			return circle ? `the circle ${circle}` : 'some people';
		},
		used: new Set()
	};
}

const longest = 150;

/** A title as the name of a file in `folder`, which every system takes; another one where it is taken. */
export function fileName(used: Set<string>, folder: string, title: string): string {
	let name = title
		.normalize('NFC')
		.toWellFormed()
		.replace(/[\p{C}/\\:*?"<>|]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.replace(/^[\s.]+|[\s.]+$/g, '');
	while (Buffer.byteLength(name) > longest) name = [...name].slice(0, -1).join('').trimEnd();
	name ||= 'Untitled';
	let fresh = name;
	for (let i = 2; used.has(`${folder}/${fresh}`.toLowerCase()); i += 1) fresh = `${name} ${i}`;
	used.add(`${folder}/${fresh}`.toLowerCase());
	return fresh;
}
