import type { AnyDoor } from './door.ts';
import { listen, type After, type Within } from './events.ts';
import { addSweeps, type Sweep } from './jobs.ts';
import { onLeaving, type Leaving } from './leaving.ts';
import { addSubjects, type SubjectKind } from './subjects.ts';

/** What the app must know of a module. */
export type Module = {
	name: string;
	doors: AnyDoor[];
	subjects?: SubjectKind[];
	within?: Within[];
	after?: After[];
	sweeps?: Sweep[];
	leaving?: Leaving;
};

/** Makes the modules known to the subject registry, the event spine, the sweeps and whoever leaves. */
export function compose(modules: Module[]): void {
	for (const module of modules) {
		addSubjects(module.subjects ?? []);
		listen(module);
		addSweeps(module.sweeps ?? []);
		if (module.leaving) onLeaving(module.leaving);
	}
}
