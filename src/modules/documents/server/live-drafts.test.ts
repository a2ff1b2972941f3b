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
import { createDocument } from './versions.ts';

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
	for (let i = 0; i < 400 && !state(); i += 1) await new Promise((done) => setTimeout(done, 10));
	expect(state()).toBe(true);
}

/** Adds a paragraph to a live document, as the editor would. */
function addParagraph(connection: LiveConnection, text: string): void {
	const fragment = connection.doc.getXmlFragment(fragmentName);
	const fresh = new Y.Doc();
	prosemirrorToYXmlFragment(fit(content(text)), fresh.getXmlFragment(fragmentName));
	const [node] = fresh.getXmlFragment(fragmentName).toArray();
	fragment.push([(node as Y.XmlElement).clone()]);
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

test('"saved" means that the update is a row', async () => {
	const id = await document([]);
	const connection = await connect(darcy, id);
	await until(() => connection.state() === 'saved');
	addParagraph(connection, 'Not lost.');
	await until(() => connection.state() === 'saved');
	const rows = await asSystem('keeping live drafts', (tx) =>
		tx.selectFrom('draft_update').select('person_id').where('document_id', '=', id).execute()
	);
	expect(rows.length).toBeGreaterThan(0);
	expect(new Set(rows.map((row) => row.person_id))).toEqual(new Set([darcy.id]));
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

test('bytes that are no text of ours, and too many of them, are refused and nothing is stored', async () => {
	const id = await document([]);
	const connection = await connect(darcy, id);
	await until(() => connection.state() === 'saved');
	connection.doc.getMap('elsewhere').set('script', '<script>alert(1)</script>');
	await until(() => connection.state() !== 'saved');
	const rows = await asSystem('keeping live drafts', (tx) =>
		tx.selectFrom('draft_update').select('id').where('document_id', '=', id).execute()
	);
	expect(rows).toEqual([]);
});
