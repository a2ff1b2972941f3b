import { generateRssFeed } from 'feedsmith';
import { dateOf } from '#platform/server/clock.ts';
import { soundEnding } from '#platform/server/storage/sounds.ts';
import type { ShownTrack } from '../audio.ts';

type Channel = {
	title: string;
	about: string;
	language: string;
	/** Where its person reads it, and where the feed itself is, without a slash at the end. */
	link: string;
	base: string;
	tracks: ShownTrack[];
	/** Whether its tracks stand in an order of their own. */
	ordered: boolean;
};

/** A podcast as RSS 2.0 with the tags of iTunes and Podcasting 2.0, for nobody's directory; each take is an item of its own. */
export function rssOf({ title, about, language, link, base, tracks, ordered }: Channel) {
	const items = tracks.flatMap(({ title: name, voice, take }, place) => {
		if (!take) return [];
		return [
			{
				title: name,
				guid: { value: take.id, isPermaLink: false },
				pubDate: dateOf(take.at),
				description: take.words || voice.name,
				enclosures: [
					{
						url: `${base}/${take.id}/${fileName(name)}.${soundEnding(take.type)}`,
						length: take.bytes,
						type: take.type
					}
				],
				itunes: {
					duration: Math.round(take.seconds),
					author: voice.name,
					...(ordered && { episode: place + 1 })
				},
				podcast: {
					persons: [{ display: voice.name }],
					...(take.transcript && {
						transcripts: [transcript(`${base}/${take.id}`, take.transcript)]
					})
				}
			}
		];
	});
	return generateRssFeed({
		title,
		link,
		description: about || title,
		language,
		itunes: {
			author: title,
			explicit: false,
			block: true,
			type: ordered ? 'serial' : 'episodic'
		},
		podcast: { locked: { value: true } },
		items
	});
}

/** Where apps read what is said, and in what form. */
function transcript(base: string, form: 'timed' | 'plain') {
	return form === 'timed'
		? { url: `${base}/transcript.vtt`, type: 'text/vtt' }
		: { url: `${base}/transcript.txt`, type: 'text/plain' };
}

/** A name in any script that every player can keep as a file, as an address has it. */
function fileName(title: string): string {
	const plain = title
		.normalize('NFC')
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
		.replace(/^[-\p{M}]+|-+$/gu, '');
	return encodeURIComponent([...plain].slice(0, 60).join('') || 'track');
}
