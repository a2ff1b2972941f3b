import { AsyncLocalStorage } from 'node:async_hooks';

/** The only source of time. Tests and demonstrations travel: the clock starts at another instant and runs on from there. */
let shift = 0;
let frozen: Temporal.Instant | undefined;
const elsewhen = new AsyncLocalStorage<Temporal.Instant>();

/** The present instant by Junto's clock. */
export function now(): Temporal.Instant {
	return (
		elsewhen.getStore() ?? frozen ?? Temporal.Instant.fromEpochMilliseconds(Date.now() + shift)
	);
}

/** The present instant as rows bear it: RFC 3339, to the millisecond. */
export function instant(): string {
	return now().toString({ smallestUnit: 'millisecond' });
}

/** How far Junto's clock is from the machine's own. */
export function clockMoved(): Temporal.Duration {
	return Temporal.Duration.from({ milliseconds: now().epochMilliseconds - Date.now() });
}

/** Runs `work` as if it were `instant`, for this work alone: everybody else's time goes on. */
export function at<T>(instant: Temporal.Instant, work: () => T): T {
	return elsewhen.run(instant, work);
}

/** Moves the clock to `instant`; it runs on from there. */
export function travelTo(instant: Temporal.Instant): void {
	frozen = undefined;
	shift = instant.epochMilliseconds - Date.now();
}

/** Stops the clock at `instant`, or lets the machine's own time rule again when none is given. */
export function freezeAt(instant?: Temporal.Instant): void {
	frozen = instant;
	shift = 0;
}

/** The machine's own clock, by which the sign-in library counts. */
export function machineNow(): Temporal.Instant {
	return Temporal.Now.instant();
}

/** An instant (RFC 3339) in the form that other people's code wants. */
export function dateOf(instant: string): Date {
	return new Date(instant);
}
