import type { Module } from '#platform/server/module.ts';
import { getFile, uploadFile } from './files.ts';
import { getPreferredForm, preferForm } from './forms.ts';
import { compareVersions, documentVersion, documentVersions } from './history.ts';
import { linkCard } from './link-cards.ts';
import { leaving } from './leaving.ts';
import { clearReadingPlace, getReadingPlace, latestReadingPlace, placeReading } from './reading.ts';

export const documents: Module = {
	name: 'documents',
	doors: [
		...[uploadFile, getFile, linkCard, documentVersions, documentVersion, compareVersions],
		...[getReadingPlace, latestReadingPlace, placeReading, clearReadingPlace],
		...[getPreferredForm, preferForm]
	],
	leaving
};
