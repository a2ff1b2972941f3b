import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { prosemirrorToYXmlFragment } from '@tiptap/y-tiptap';
import { asSystem, as } from '#platform/server/db/database.ts';
import type { Actor } from '#platform/server/door.ts';
import { runDue } from '#platform/server/jobs.ts';
import { openTestPlace, person } from '#start/server/testing.ts';
import { openConnection, type LiveConnection } from '../editor/connection.ts';
import { fit } from '../editor/fit.ts';
import { fragmentName } from '../editor/schema.ts';
import type { Content } from '../document.ts';
import { fromMarkdown, toMarkdown } from './markdown.ts';
import { readDraft, writeDraft } from './drafts.ts';
import { authorsOf } from './credit.ts';
import type { Live } from './live.ts';
import { openLiveDrafts } from './live-drafts.ts';
import { createDocument, removeWriter } from './versions.ts';

let close: () => Promise<void>;
let server: Server;
let live: Live;
let darcy: Actor;
let mei: Actor;
let kofi: Actor;
let asking: Actor | null = null;
let open: LiveConnection[] = [];

beforeAll(async () => {
	close = await openTestPlace();
	darcy = await person('Darcy');
	mei = await person('Mei');
	kofi = await person('Kofi');
	live = openLiveDrafts({ whoAsks: async () => asking, originOf: () => 'http://junto.test' });
	server = createServer().on('upgrade', live.handleUpgrade);
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterEach(() => {
	for (const connection of open) connection.close();
	open = [];
});
afterAll(async () => {
	await live.close();
	server.close();
	await close();
});

const at = '2027-01-18T12:00:00Z';
let blocks = 0;
const content = (markdown: string): Content =>
	fromMarkdown(markdown, () => `block${String(blocks++).padStart(5, 'a')}`);

async function document(writers: Actor[], markdown = ''): Promise<string> {
	return as(darcy.id, async (tx) => {
		const id = await createDocument(tx, {
			kind: 'note',
			title: 'A note',
			audience: darcy.id,
			writers: writers.map((writer) => writer.id),
			by: darcy.id,
			at
		});
		if (markdown)
			await writeDraft(tx, { document: id, content: content(markdown), by: darcy.id, at });
		return id;
	});
}

async function connect(who: Actor | null, documentId: string): Promise<LiveConnection> {
	asking = who;
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const connection = await openConnection({ url: `ws://127.0.0.1:${port}/live`, documentId });
	open.push(connection);
	return connection;
}

async function until(state: () => boolean): Promise<void> {
	for (let i = 0; i < 400 && !state(); i += 1) await new Promise((done) => setTimeout(done, 50));
	expect(state()).toBe(true);
}

/** Adds a paragraph to a live document, as the editor would. */
function addParagraph(connection: LiveConnection, text: string, attributes = {}): void {
	const fragment = connection.doc.getXmlFragment(fragmentName);
	const fresh = new Y.Doc();
	prosemirrorToYXmlFragment(fit(content(text)), fresh.getXmlFragment(fragmentName));
	const [node] = fresh.getXmlFragment(fragmentName).toArray();
	const paragraph = (node as Y.XmlElement).clone();
	connection.doc.transact(() => {
		fragment.push([paragraph]);
		for (const [name, value] of Object.entries(attributes))
			paragraph.setAttribute(name, String(value));
	});
}

function addText(connection: LiveConnection, text: string): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.push([new Y.XmlText(text)]);
	connection.doc.getXmlFragment(fragmentName).push([paragraph]);
}

const markdownOf = async (who: Actor, id: string) =>
	toMarkdown((await as(who.id, (tx) => readDraft(tx, id))).content);

test('a stranger and a reader are refused at the socket', async () => {
	const id = await document([]);
	for (const who of [null, kofi]) {
		const connection = await connect(who, id);
		await until(() => connection.state() === 'refused');
	}
});

test('what two people type is one draft, and each is the author of their own words', async () => {
	const id = await document([mei], 'Before anybody typed.');
	const hers = await connect(darcy, id);
	await until(() => hers.state() === 'saved');
	const theirs = await connect(mei, id);
	await until(() => theirs.state() === 'saved');
	addParagraph(hers, 'Three lists before a week off.');
	await until(() => hers.state() === 'saved');
	addParagraph(theirs, 'With a name behind every line.');
	await until(() => theirs.state() === 'saved');
	expect(await markdownOf(darcy, id)).toBe(
		'Before anybody typed.\n\nThree lists before a week off.\n\nWith a name behind every line.'
	);
	const { credit } = await as(mei.id, (tx) => readDraft(tx, id));
	expect(credit.map(authorsOf)).toEqual([[darcy.id], [darcy.id], [mei.id]]);
	expect(await markdownOf(kofi, id)).toBe('');
});

test('"saved" means that whoever reads the draft finds it, open or not', async () => {
	const id = await document([]);
	const connection = await connect(darcy, id);
	await until(() => connection.state() === 'saved');
	addParagraph(connection, 'Not lost.');
	await until(() => connection.state() === 'saved');
	expect(await markdownOf(darcy, id)).toBe('Not lost.');
});

test('what arrives by the API is shown to whoever has the draft open, and loses nothing of theirs', async () => {
	const id = await document([mei], 'One.\n\nTwo.');
	const connection = await connect(mei, id);
	await until(() => connection.state() === 'saved');
	addParagraph(connection, 'Three, typed live.');
	await until(() => connection.state() === 'saved');
	await as(darcy.id, (tx) =>
		writeDraft(tx, {
			document: id,
			content: content('One.\n\nTwo, changed.\n\nThree, typed live.'),
			by: darcy.id,
			at
		})
	);
	await runDue();
	const text = () => connection.doc.getXmlFragment(fragmentName).toString();
	await until(() => text().includes('Two, changed.'));
	expect(text()).toContain('Three, typed live.');
});

test('while two type in one line, each is the author of their own signs', async () => {
	const id = await document([mei]);
	const hers = await connect(darcy, id);
	await until(() => hers.state() === 'saved');
	addParagraph(hers, 'Three lists.');
	const theirs = await connect(mei, id);
	const line = ({ doc }: LiveConnection) =>
		(doc.getXmlFragment(fragmentName).get(0) as Y.XmlElement | undefined)?.get(0) as Y.XmlText;
	await until(() => line(theirs)?.length === 12);
	for (const sign of ' Hers') line(hers).insert(line(hers).length, sign);
	for (const sign of 'Mine: ') line(theirs).insert('Mine: '.indexOf(sign), sign);
	await until(() => hers.state() === 'saved' && theirs.state() === 'saved');
	const { credit } = await as(mei.id, (tx) => readDraft(tx, id));
	expect(credit[0]!.runs).toEqual([
		{ by: mei.id, text: 'Mine: ' },
		{ by: darcy.id, text: 'Three lists. Hers' }
	]);
});

test('what is pasted from a document stays with its author where the one who pastes may read that document', async () => {
	const words = 'No line of it without a name behind it.';
	const [open, closed] = [await document([mei], words), await document([], words)];
	for (const [from, author] of [
		[open, darcy],
		[closed, mei]
	] as const) {
		const id = await document([mei]);
		const connection = await connect(mei, id);
		await until(() => connection.state() === 'saved');
		addParagraph(connection, words, { copied: from });
		await until(() => connection.state() === 'saved');
		const { credit } = await as(mei.id, (tx) => readDraft(tx, id));
		expect(credit.map(authorsOf)).toEqual([[author.id]]);
	}
});

test('whoever may not write any more is shown nothing more and adds nothing more', async () => {
	const id = await document([mei], 'Begun.');
	const connection = await connect(mei, id);
	await until(() => connection.state() === 'saved');
	await as(darcy.id, (tx) => removeWriter(tx, id, mei.id));
	addParagraph(connection, 'Too late.');
	await runDue();
	await until(() => connection.state() === 'refused');
	expect(await markdownOf(darcy, id)).toBe('Begun.');
});

test('more than a text can hold is refused, and what was there before stays', async () => {
	const id = await document([], 'Begun.');
	const connection = await connect(darcy, id);
	await until(() => connection.state() === 'saved');
	addText(connection, 'x'.repeat(2 ** 21));
	await until(() => connection.state() === 'full');
	expect(await markdownOf(darcy, id)).toBe('Begun.');
});

test('a draft is folded when the last one leaves, and opens again as it was', async () => {
	const id = await document([]);
	const first = await connect(darcy, id);
	await until(() => first.state() === 'saved');
	addParagraph(first, 'Closed laptop.');
	await until(() => first.state() === 'saved');
	first.close();
	const waiting = () =>
		asSystem('keeping live drafts', (tx) =>
			tx.selectFrom('draft_update').select('id').where('document_id', '=', id).execute()
		);
	for (let i = 0; i < 200 && (await waiting()).length > 0; i += 1)
		await new Promise((done) => setTimeout(done, 20));
	expect(await waiting()).toEqual([]);
	const again = await connect(darcy, id);
	await until(() => again.state() === 'saved');
	expect(again.doc.getXmlFragment(fragmentName).toString()).toContain('Closed laptop.');
});

test('bytes that are no text of ours are refused, and nothing of them is stored', async () => {
	const id = await document([]);
	const connection = await connect(darcy, id);
	await until(() => connection.state() === 'saved');
	connection.doc.getMap('elsewhere').set('script', '<script>alert(1)</script>');
	await until(() => connection.state() === 'unfit');
	const rows = await asSystem('keeping live drafts', (tx) =>
		tx.selectFrom('draft_update').select('id').where('document_id', '=', id).execute()
	);
	expect(rows).toEqual([]);
});
