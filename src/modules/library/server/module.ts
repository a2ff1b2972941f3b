import type { Module } from '#platform/server/module.ts';
import type { SubjectKind } from '#platform/server/subjects.ts';
import {
	bringBackDocument,
	latestTexts,
	withdrawDocument
} from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import { answerConsent, consents } from './consent.ts';
import { firstPages, giveFirst, takeFirst } from './first-pages.ts';
import { libraryFront } from './front.ts';
import { addAgreed, addToPage, publishFromTraining } from './keeping.ts';
import { handOverPage, widenPage } from './owning.ts';
import { getPage, listPages } from './pages.ts';
import {
	createShelf,
	listShelves,
	orderShelves,
	renameShelf,
	shelvePage,
	takeDownShelf
} from './shelves.ts';
import {
	beginPage,
	createPage,
	editPage,
	getPageDraft,
	pageDrafts,
	restorePage,
	restorePageVersion,
	savePage,
	withdrawPage
} from './writing.ts';
import { leaving } from './leaving.ts';

const pageSubject: SubjectKind = {
	kind: 'page',
	aside: {
		set: (tx, id, { by, at }) => withdrawDocument(tx, id, by, at),
		bringBack: bringBackDocument
	},
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('page')
			.selectAll()
			.where('id', 'in', ids)
			.where(inSight('id'))
			.execute();
		const texts = await latestTexts(
			tx,
			rows.map((row) => row.id)
		);
		return rows.flatMap((row) => {
			const said = texts.get(row.id);
			if (!said) return [];
			return [
				{
					kind: 'page',
					id: row.id,
					title: said.title,
					url: `/library/${row.id}`,
					audience: row.audience_id,
					authors: [...new Set([row.owner_id, ...said.authors])],
					text: said.text,
					at: said.at
				}
			];
		});
	}
};

export const library: Module = {
	name: 'library',
	doors: [
		publishFromTraining,
		addToPage,
		addAgreed,
		answerConsent,
		consents,
		createPage,
		beginPage,
		savePage,
		editPage,
		getPageDraft,
		pageDrafts,
		withdrawPage,
		restorePage,
		restorePageVersion,
		widenPage,
		handOverPage,
		shelvePage,
		libraryFront,
		...[firstPages, giveFirst, takeFirst],
		getPage,
		listPages,
		listShelves,
		createShelf,
		renameShelf,
		orderShelves,
		takeDownShelf
	],
	subjects: [pageSubject],
	leaving
};
