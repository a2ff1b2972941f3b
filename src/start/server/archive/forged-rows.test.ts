import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/server/ids.ts';
import { forge, type Forgery } from './forging.ts';
import { openVictim, type Victim } from './victim.ts';

let victim: Victim;
beforeAll(async () => {
	victim = await openVictim();
}, 120_000);
afterAll(() => victim.close());

const rows: [string, RegExp, (archive: Forgery) => void][] = [
	[
		'a steward',
		/stewardship, which no archive of a series holds/,
		(archive) =>
			archive.change('stewardship', () => [
				{ person_id: archive.rowsOf('person')[0]!.id, since: '2027-01-18T12:00:00Z' }
			])
	],
	[
		'a token',
		/token, which no archive/,
		(archive) => archive.change('token', () => [{ id: newId(), hash: 'x' }])
	],
	[
		'a table that is in no manifest',
		/of no table/,
		(archive) => void archive.files.set('data/stewardship.jsonl', '{}\n')
	],
	[
		'a column that is left out',
		/person.face_id, which is unknown/,
		(archive) => {
			archive.manifest.tables.find(({ name }) => name === 'person')!.columns.push('face_id');
		}
	],
	[
		'a key that its table does not have',
		/line 1: this has other columns/,
		(archive) => archive.change('series', ([row]) => [{ ...row!, x: 1 }])
	],
	[
		'a row that is no object',
		/no JSON object/,
		(archive) => void archive.files.set('data/series.jsonl', '[1]\n')
	],
	[
		'a row that is no JSON',
		/no JSON/,
		(archive) => void archive.files.set('data/series.jsonl', 'x\n')
	],
	[
		'fewer rows than it says',
		/rows of/,
		(archive) => void archive.files.set('data/comment.jsonl', '')
	],
	[
		'an id in capitals',
		/its id is no id/,
		(archive) =>
			archive.change('circle', (all) =>
				all.map((row) => ({ ...row, id: String(row.id).toUpperCase() }))
			)
	],
	[
		'a day that no calendar has',
		/cannot be taken in|does not fit/,
		(archive) =>
			archive.change('training', (all) =>
				all.map((row) => ({ ...row, opens: '500000-01-01', closes: '500000-01-02' }))
			)
	],
	[
		'a value of another kind',
		/does not fit/,
		(archive) => archive.change('series', ([row]) => [{ ...row!, at: 'some day' }])
	],
	[
		'a writer of a text that is here',
		/document_writer names what is not in it/,
		(archive) =>
			archive.change('document_writer', (all) => [
				...all,
				{ ...all[0]!, document_id: victim.training }
			])
	],
	[
		'somebody for an audience that is here',
		/names what is not in it/,
		(archive) =>
			archive.change('audience_person', (all) => [
				...all,
				{ audience_id: victim.olu.id, person_id: archive.rowsOf('person')[0]!.id }
			])
	],
	[
		'a team of ours, and somebody to be in it',
		/audience in it is here already/,
		(archive) => {
			const [row] = archive.rowsOf('audience_person');
			archive.change('audience', (all) => [
				...all,
				{ id: victim.team, kind: 'people', same_as: null }
			]);
			archive.change('audience_person', (all) => [...all, { ...row!, audience_id: victim.team }]);
		}
	],
	[
		'a comment on something that is here',
		/comment names what is not in it/,
		(archive) =>
			archive.change('comment', (all) => [
				{ ...all[0]!, subject_id: victim.training },
				...all.slice(1)
			])
	],
	[
		'two series',
		/the series that it names/,
		(archive) => archive.change('series', ([row]) => [row!, { ...row!, id: newId() }])
	],
	[
		'an audience of everyone by another name',
		/audience in it is none/,
		(archive) =>
			archive.change('audience', (all) => [
				...all,
				{ id: newId(), kind: 'everyone', same_as: null }
			])
	],
	[
		'one address for two',
		/one address to two/,
		(archive) =>
			archive.change('address', (all) => all.map((row) => ({ ...row, email: 'a@b.org' })))
	],
	[
		'an address of nobody',
		/address of nobody/,
		(archive) =>
			archive.change('address', (all) => [...all, { person_id: newId(), email: 'a@b.org' }])
	],
	[
		'media of no file',
		/is of no file/,
		(archive) => void archive.files.set('media/left.bin', 'left')
	],
	[
		'a page under the name of a picture',
		/not what is said of it/,
		(archive) => {
			const [file] = archive.rowsOf('file').filter(({ type }) => type === 'image/png');
			const page = '<script>alert(1)</script>';
			archive.files.set(`media/${String(file!.id)}.png`, page);
			archive.change('file', (all) =>
				all.map((row) => (row.id === file!.id ? { ...row, bytes: page.length } : row))
			);
		}
	],
	[
		'a text deeper than any',
		/not one that Junto writes/,
		(archive) => {
			let node: object = { type: 'paragraph' };
			for (let i = 0; i < 3000; i += 1) node = { type: 'blockquote', content: [node] };
			archive.change('version', ([row, ...rest]) => [
				{ ...row!, content: { type: 'doc', content: [node] } },
				...rest
			]);
		}
	]
];

test.each(rows)('an archive with %s is refused, and nothing is written', async (_, why, spoil) => {
	const archive = await forge(victim.honest);
	spoil(archive);
	archive.write(victim.forged);
	expect(await victim.refused()).toMatch(why);
});
