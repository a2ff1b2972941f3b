import { MIMEType } from 'node:util';
import { Parser } from 'htmlparser2';
import { z } from 'zod';
import { fileAddress } from '#platform/files.ts';
import { door } from '#platform/server/door.ts';
import { limit } from '#platform/server/limits.ts';
import { addFile, dropStored, storePicture, type Stored } from '#platform/server/storage/files.ts';
import { fetchOutside } from '#platform/server/web/outside.ts';
import { mayAddTo } from './files.ts';
import { attach } from './held-files.ts';

const webAddress = z
	.url({ protocol: /^https?$/, message: 'Write a web address, such as https://example.org' })
	.max(2000, 'Use an address of at most 2000 characters');

/** What a page elsewhere says of itself, fetched once and kept here; where it says nothing, the address alone. */
export const linkCard = door({
	id: 'documents.linkCard',
	summary: 'A card for a page elsewhere: its title, what it is about, its picture',
	http: 'POST /link-cards',
	input: z.object({ href: webAddress, document: z.uuid().optional() }),
	output: z.object({
		href: z.string(),
		title: z.string().nullable(),
		description: z.string().nullable(),
		site: z.string().nullable(),
		image: z.string().nullable()
	}),
	before: async ({ actor, input }) => {
		await limit(`link cards of ${actor.id}`, 30, 10);
		return fetchCard(input.href);
	},
	undo: async ({ picture }) => {
		if (picture) await dropStored(picture);
	},
	can: ({ tx, input }) => mayAddTo(tx, input.document),
	run: async ({ actor, input, ready: { picture, ...card }, tx, at, record }) => {
		if (picture) {
			await addFile(tx, picture, actor.id, at);
			if (input.document) await attach(tx, input.document, [picture.id], actor.id, at);
			await record({ verb: 'added', kind: 'file', id: picture.id, audience: actor.id });
		}
		return { href: input.href, ...card, image: picture ? fileAddress(picture.id) : null };
	}
});

type Card = {
	title: string | null;
	description: string | null;
	site: string | null;
	picture: Stored | null;
};

const pageLimits = { bytes: 1_000_000, milliseconds: 5_000, cut: true };
const pictureLimits = { bytes: 5_000_000, milliseconds: 5_000 };

async function fetchCard(href: string): Promise<Card> {
	const page = await fetchOutside(href, {
		...pageLimits,
		accept: /^(text\/html|application\/xhtml\+xml)\b/i
	}).catch(() => null);
	if (!page) return { title: null, description: null, site: null, picture: null };
	const said = saidBy(page.bytes, page.type);
	const first = (names: string[], length: number) =>
		cleaned(
			names.map((name) => said.get(name)).find((text) => text?.trim()),
			length
		);
	const image = first(['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image'], 2000);
	return {
		title: first(['og:title', 'twitter:title', 'title'], 300),
		description: first(['og:description', 'twitter:description', 'description'], 500),
		site:
			first(['og:site_name', 'application-name'], 100) ?? page.url.hostname.replace(/^www\./, ''),
		picture: image ? await fetchPicture(image, page.url) : null
	};
}

async function fetchPicture(address: string, page: URL): Promise<Stored | null> {
	try {
		const href = new URL(address, page).href;
		const { bytes } = await fetchOutside(href, { ...pictureLimits, accept: /^image\//i });
		return await storePicture(bytes, 'link');
	} catch {
		return null;
	}
}

/** What a page's head says, by name: its title, and whatever stands in its meta elements; the first of each. */
function saidBy(bytes: Buffer, type: string): Map<string, string> {
	const label = charsetOf(type) ?? sayings(bytes.toString('latin1')).get('charset') ?? 'utf-8';
	return sayings(decoded(bytes, label));
}

function sayings(html: string): Map<string, string> {
	const said = new Map<string, string>();
	const say = (name: string | undefined, text: string | undefined) => {
		if (name && text && !said.has(name.toLowerCase())) said.set(name.toLowerCase(), text);
	};
	let title = '';
	let within: string[] = [];
	const parser = new Parser({
		onopentag: (tag, { name, property, content, charset, ...rest }) => {
			if (tag === 'title' || tag === 'svg') within.push(tag);
			if (tag !== 'meta') return;
			say(property ?? name, content);
			say('charset', charset);
			if (rest['http-equiv']?.toLowerCase() === 'content-type')
				say('charset', charsetOf(content ?? ''));
		},
		ontext: (text) => {
			// A drawing within the page has a title of its own.
			if (within.join() === 'title') title += text;
		},
		onclosetag: (tag) => {
			if (tag !== 'title' && tag !== 'svg') return;
			within = within.slice(0, within.lastIndexOf(tag));
			if (tag === 'title') say('title', title);
		}
	});
	parser.end(html);
	return said;
}

function charsetOf(type: string): string | undefined {
	try {
		return new MIMEType(type).params.get('charset') ?? undefined;
	} catch {
		return undefined;
	}
}

function decoded(bytes: Buffer, label: string): string {
	try {
		return new TextDecoder(label).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

function cleaned(text: string | undefined, length: number): string | null {
	const line =
		text
			?.toWellFormed()
			.replace(/[\s\p{C}]+/gu, ' ')
			.trim() ?? '';
	return line === '' ? null : [...line].slice(0, length).join('');
}
