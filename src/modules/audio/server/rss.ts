import { generateRssFeed } from 'feedsmith';
import { dateOf } from '#platform/server/clock.ts';
import { soundEnding } from '#platform/server/storage/sounds.ts';
import * as m from '#messages';
import type { ShownTrack } from '../audio.ts';
import { bytesOf, type Reading } from './episodes.ts';

type Channel = {
	title: string;
	about: string;
	language: string;
	/** Where its person reads it, and where the feed itself is, without a slash at the end. */
	link: string;
	base: string;
	/** The address of the feed, where it is not asked for below `base`. */
	self?: string;
	tracks: ShownTrack[];
	readings: Reading[];
	/** Whether its tracks stand in an order of their own. */
	ordered: boolean;
};

/** A podcast as RSS 2.0 with the tags of iTunes and Podcasting 2.0, for nobody's directory; each take is an item of its own. */
export function rssOf(channel: Channel) {
	const { title, about, language, link, base, tracks, readings, ordered } = channel;
	const { self = `${base}/feed.xml` } = channel;
	const items = [
		...tracks.flatMap((track, place) => trackItem(base, track, ordered ? place + 1 : undefined)),
		...readings.map((reading) => readingItem(base, reading))
	];
	if (!ordered) items.sort((a, b) => b.pubDate.getTime() - a.pubDate.getTime());
	const xml = generateRssFeed({
		title,
		link,
		description: about || title,
		language,
		atom: { links: [{ href: self, rel: 'self', type: 'application/rss+xml' }] },
		itunes: {
			author: title,
			image: `${base}/cover.png`,
			explicit: false,
			block: true,
			type: ordered ? 'serial' : 'episodic'
		},
		podcast: { locked: { value: true } },
		items
	});
	// Words with an & or a < get lines of their own, and some apps show the spaces around them.
	return xml.replace(/\s+(<!\[CDATA\[[^]*?\]\]>)\s+/g, '$1');
}

function trackItem(base: string, { title, voice, take }: ShownTrack, episode?: number) {
	if (!take) return [];
	return [
		{
			title,
			guid: { value: take.id, isPermaLink: false },
			pubDate: dateOf(take.at),
			description: take.words || voice.name,
			enclosures: [
				{
					url: soundAt(base, take.id, title, take.type),
					length: take.bytes,
					type: take.type
				}
			],
			itunes: {
				duration: Math.round(take.seconds),
				author: voice.name,
				...(episode && { episode })
			},
			podcast: {
				persons: [{ display: voice.name }],
				...(take.transcript && {
					transcripts: [transcript(`${base}/${take.id}`, take.transcript)]
				}),
				...(take.chapters.length > 0 && { chapters: chapters(`${base}/${take.id}`) })
			}
		}
	];
}

/** A text that is read aloud, all of it or what was read anew, with a chapter for each block. */
function readingItem(base: string, { id, title, number, whole, at, parts }: Reading) {
	const { type } = parts[0]!;
	const voices = [...new Set(parts.map(({ voice }) => voice))];
	const anew = parts.map((part) => m.audio_feed_quoted({ words: part.title })).join(' ');
	const name = whole ? title : m.audio_feed_anew({ title });
	return {
		title: name,
		guid: { value: id, isPermaLink: false },
		pubDate: dateOf(at),
		description: whole ? voices.join(', ') : m.audio_feed_anew_words({ words: anew }),
		enclosures: [
			{
				url: soundAt(base, id, name, type),
				length: bytesOf(parts),
				type
			}
		],
		itunes: {
			duration: Math.round(parts.reduce((sum, { seconds }) => sum + seconds, 0)),
			author: voices.join(', '),
			...(number && { episode: number })
		},
		podcast: {
			persons: voices.map((display) => ({ display })),
			transcripts: [transcript(`${base}/${id}`, 'timed')],
			chapters: chapters(`${base}/${id}`)
		}
	};
}

/** Where apps read what is said, and in what form. */
function transcript(base: string, form: 'timed' | 'plain') {
	return form === 'timed'
		? { url: `${base}/transcript.vtt`, type: 'text/vtt' }
		: { url: `${base}/transcript.txt`, type: 'text/plain' };
}

const chapters = (base: string) => ({
	url: `${base}/chapters.json`,
	type: 'application/json+chapters'
});

/** Its last part is no other's in the feed: there are apps that keep all of one name in one file. */
function soundAt(base: string, id: string, title: string, type: string): string {
	return `${base}/${id}/${fileName(title)}-${id.slice(-6)}.${soundEnding(type)}`;
}

/** A name in any script that every player can keep as a file, as an address has it. */
function fileName(title: string): string {
	const plain = title
		.normalize('NFC')
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
		.replace(/^[-\p{M}]+|-+$/gu, '');
	return encodeURIComponent([...plain].slice(0, 60).join('') || 'track');
}
