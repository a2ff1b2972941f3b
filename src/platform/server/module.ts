import type { AnyDoor } from './door.ts';
import { listen, type After, type Within } from './events.ts';
import { addSweeps, type Sweep } from './jobs.ts';
import { addSubjects, type SubjectKind } from './subjects.ts';

/** What the app must know of a module. */
export type Module = {
	name: string;
	doors: AnyDoor[];
	subjects?: SubjectKind[];
	within?: Within[];
	after?: After[];
	sweeps?: Sweep[];
};

/** Makes the modules known to the subject registry, the event spine and the sweeps. */
export function compose(modules: Module[]): void {
	for (const module of modules) {
		addSubjects(module.subjects ?? []);
		listen(module);
		addSweeps(module.sweeps ?? []);
	}
}
