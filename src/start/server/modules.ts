import { audio } from '#modules/audio/server/module.ts';
import { discussion } from '#modules/discussion/server/module.ts';
import { documents } from '#modules/documents/server/module.ts';
import { library } from '#modules/library/server/module.ts';
import { methods } from '#modules/methods/server/module.ts';
import { notices } from '#modules/notices/server/module.ts';
import { people } from '#modules/people/server/module.ts';
import { reports } from '#modules/reports/server/module.ts';
import { search } from '#modules/search/server/module.ts';
import { series } from '#modules/series/server/module.ts';
import { surveys } from '#modules/surveys/server/module.ts';
import { demo } from './demo/redating.ts';
import { upkeep } from './upkeep/module.ts';
import { compose, type Module } from '#platform/server/module.ts';

/** Every module, once; to import this is to make them known. */
export const modules: Module[] = [
	demo,
	people,
	documents,
	series,
	methods,
	discussion,
	library,
	audio,
	search,
	notices,
	surveys,
	reports,
	upkeep
];

compose(modules);
