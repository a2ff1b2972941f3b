const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** Bytes as people say them, from kilobytes up: `400 kB`, `12 MB`, `73 GB`. */
export function sayBytes(bytes: number, locale: string): string {
	let [amount, unit] = [bytes / 1000, 0];
	while (amount >= 1000 && unit < units.length - 1) [amount, unit] = [amount / 1000, unit + 1];
	return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
		style: 'unit',
		unit: units[unit],
		unitDisplay: 'short',
		maximumSignificantDigits: 2
	}).format(amount);
}
