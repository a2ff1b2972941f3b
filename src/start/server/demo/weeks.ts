import type { WorkingWeek } from '#platform/time/week.ts';

type Day = keyof WorkingWeek['days'];
type Rest = {
	quiet?: [string, string];
	digestAt?: string;
	short?: Partial<Record<Day, [string, string]>>;
};

/** A working week of the same hours on some ISO weekdays (`12345`), with shorter days where there are some. */
export function week(days: string, from: string, to: string, rest: Rest = {}): WorkingWeek {
	const hours = Object.fromEntries([...days].map((day) => [day, { from, to }]));
	for (const [day, [start, end]] of Object.entries(rest.short ?? {}))
		hours[day] = { from: start, to: end };
	const [quietFrom, quietTo] = rest.quiet ?? ['20:00', '07:00'];
	return {
		days: hours,
		quiet: { from: quietFrom, to: quietTo },
		digestAt: rest.digestAt ?? '08:00'
	};
}
