// Texts from a seed: the same number gives the same organisation on every machine.
const stock =
	'a an the of to in on for with by from as at it is was be we you they our your their who what when where which this that these those one two three week day hour morning evening note letter mail inbox list plan call meeting team client answer question reason draft line word page story habit method trick rule step part window zone night handover release ticket queue customer report summary picture table example mistake change result promise deadline holiday review feedback thanks name phone screen keyboard calendar reminder folder search template checklist priority context detail decision owner helper mentor colleague writer reader speaker listener write read ask answer try keep drop share learn teach show tell say hear open close begin end move wait send cross split name number sort colour print fold count breathe walk rest sleep slow quick calm clear short long early late small large open closed plain warm honest gentle steady simple tidy careful often never always sometimes twice once again before after while because until unless without within between together alone first last next then now here there yesterday tomorrow Tuesday Friday January quarterly weekly daily'.split(
		' '
	);

export type Random = () => number;

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A whole number from 0 up to but not including `below`. */
export function pick(random: Random, below: number): number {
	return Math.floor(random() * below);
}

/** Some words, the earlier ones of the stock far more often, as in any language; now and then a rare one. */
export function words(random: Random, count: number): string {
	return Array.from({ length: count }, () =>
		random() < 0.02 ? `term${pick(random, 5000)}` : stock[Math.floor(stock.length * random() ** 2)]!
	).join(' ');
}

export function paragraph(random: Random): string {
	return Array.from({ length: 3 + pick(random, 3) }, () => {
		const text = words(random, 8 + pick(random, 12));
		return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
	}).join(' ');
}
