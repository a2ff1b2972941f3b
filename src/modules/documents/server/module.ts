import type { Module } from '#platform/server/module.ts';
import { getFile, uploadFile } from './files.ts';
import { compareVersions, documentVersion, documentVersions } from './history.ts';
import { linkCard } from './link-cards.ts';
import { leaving } from './leaving.ts';

export const documents: Module = {
	name: 'documents',
	doors: [uploadFile, getFile, linkCard, documentVersions, documentVersion, compareVersions],
	leaving
};
