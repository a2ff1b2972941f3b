/** How each of some people is written where one is chosen by name: with the zone behind it where several share a name. */
export function namesToChoose(people: { name: string; zone: string }[]): string[] {
	const counts = Map.groupBy(people, ({ name }) => name);
	const names = people.map(({ name, zone }) =>
		counts.get(name)!.length > 1 ? `${name} · ${zone}` : name
	);
	return [...new Set(names)];
}
