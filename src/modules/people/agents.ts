const browsers: [RegExp, string][] = [
	[/Edg\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const systems: [RegExp, string][] = [
	[/iPhone|iPad/, 'iOS'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

/** What a browser says of itself, in two words: its own name and that of its system; none where it says nothing known. */
export function browserIn(agent: string): { browser?: string; system?: string } {
	const first = (of: [RegExp, string][]) => of.find(([pattern]) => pattern.test(agent))?.[1];
	return { browser: first(browsers), system: first(systems) };
}
