import { place } from '#modules/people/server/place.ts';
import { log } from '#platform/server/log.ts';
import { seedDemo } from './seed.ts';

/** How far a demo is: a share of the whole while it is being made, or how that ended. */
export type Progress = { done: number } | 'ready' | 'broken';

let running: { done: number } | undefined;

/** Begins to make the demo, and does not wait for it; `demoProgress` says how far it is. */
export function startDemo(steward: string): void {
	const state = (running = { done: 0 });
	seedDemo(steward, (done) => (state.done = done))
		.catch((error) => log.error(error, 'demo'))
		.finally(() => (running = undefined));
}

/** How far this place's demo is; null where it is none. */
export async function demoProgress(): Promise<Progress | null> {
	if (running) return { done: running.done };
	const here = await place();
	if (!here?.demo) return null;
	return here.ready ? 'ready' : 'broken';
}
