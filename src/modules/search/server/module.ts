import type { Module } from '#platform/server/module.ts';
import { find } from './find.ts';
import { keepIndex } from './indexing.ts';
import { leaving } from './leaving.ts';

export const search: Module = { name: 'search', doors: [find], within: [keepIndex], leaving };
