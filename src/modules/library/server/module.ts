import type { Module } from '#platform/server/module.ts';
import type { SubjectKind } from '#platform/server/subjects.ts';
import { latestVersions } from '#modules/documents/server/versions.ts';
import { inSight } from '#modules/documents/server/where.ts';
import {
	addAgreed,
	answerConsent,
	createPage,
	editPage,
	getPage,
	listPages,
	publishFromTraining,
	widenPage
} from './pages.ts';
import { createShelf, listShelves, shelvePage } from './shelves.ts';

const pageSubject: SubjectKind = {
	kind: 'page',
	show: async (tx, ids) => {
		const rows = await tx
			.selectFrom('page')
			.selectAll()
			.where('id', 'in', ids)
			.where(inSight('id'))
			.execute();
		const versions = await latestVersions(
			tx,
			rows.map((row) => row.id)
		);
		return rows.flatMap((row) => {
			const version = versions.get(row.id);
			if (!version) return [];
			return [
				{
					kind: 'page',
					id: row.id,
					title: version.title,
					url: `/library/${row.id}`,
					audience: row.audience_id,
					authors: [
						...new Set([row.owner_id, ...version.blocks.flatMap((block) => block.authors)])
					],
					text: version.blocks.map((block) => block.text).join('\n'),
					at: version.at
				}
			];
		});
	}
};

export const library: Module = {
	name: 'library',
	doors: [
		publishFromTraining,
		answerConsent,
		addAgreed,
		createPage,
		editPage,
		widenPage,
		getPage,
		listPages,
		listShelves,
		createShelf,
		shelvePage
	],
	subjects: [pageSubject]
};
