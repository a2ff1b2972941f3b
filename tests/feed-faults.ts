import { readFileSync } from 'node:fs';
import { RelaxNGValidator, XmlDocument, XmlLibError } from 'libxml2-wasm';

const rules = readFileSync(new URL('podcast.rng', import.meta.url), 'utf8');
const validator = RelaxNGValidator.fromDoc(XmlDocument.fromString(rules));

/** Where the feed of a podcast is not as podcast.rng says, or has twice what its items may not share. */
export function faultsOf(feed: string): string[] {
	const faults: string[] = [];
	try {
		using read = XmlDocument.fromString(feed);
		faults.push(...sharedIn(read));
		validator.validate(read);
	} catch (error) {
		if (!(error instanceof XmlLibError)) throw error;
		faults.push(...error.details.map(({ line, message }) => `line ${line}: ${message.trim()}`));
	}
	return faults;
}

function sharedIn(feed: XmlDocument): string[] {
	const all = (path: string) => feed.find(path).map(({ content }) => content);
	const addresses = all('//enclosure/@url');
	const own = {
		guid: all('//item/guid'),
		address: addresses,
		'file name': addresses.map((address) => address.slice(address.lastIndexOf('/') + 1))
	};
	return Object.entries(own).flatMap(([what, values]) =>
		values
			.filter((value, place) => values.indexOf(value) < place)
			.map((value) => `two items have the ${what} ${value}`)
	);
}
