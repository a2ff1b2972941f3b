import { people } from '#modules/people/server/module.ts';
import { series } from '#modules/series/server/module.ts';
import type { Module } from '#platform/server/module.ts';

/** Every module, once. */
export const modules: Module[] = [people, series];
