import { publishFromTraining } from '#modules/library/server/keeping.ts';
import { createPage } from '#modules/library/server/writing.ts';
import { postComment } from '#modules/discussion/server/comments.ts';
import { giveThanks } from '#modules/discussion/server/thanks.ts';
import { draftSubmission, saveSubmission } from '#modules/series/server/submissions.ts';
import { uploaded } from './pictures.ts';
import type { Script } from './script.ts';
import { pages } from './story/library.ts';

/** Adds the library: the earlier training with what people added to it, and pages that somebody wrote by themselves. */
export function addLibrary(script: Script): void {
	const { monday } = script.calendar;
	const kept = ['no-tahlia', 'no-omar', 'no-mateusz', 'no-abena', 'no-colleen'];
	script.add({
		by: 'lena',
		day: monday.subtract({ days: 37 }),
		makes: 'page no',
		after: ['no', 'shelf 1', ...kept],
		work: async (actor) => {
			const { page } = await publishFromTraining(actor, {
				training: script.thing('no').id,
				submissions: kept.map((key) => script.thing(key).id),
				shelf: script.thing('shelf 1').id
			});
			return { kind: 'page', id: page };
		}
	});
	for (const { key, by, days, title, shelf, markdown, picture, thanked, said } of pages) {
		script.add({
			by,
			day: monday.add({ days }),
			makes: key,
			after: [`shelf ${shelf}`],
			work: async (actor) => {
				const drawn = picture ? await uploaded(actor, picture) : '';
				const { page } = await createPage(actor, {
					title,
					markdown: markdown.replace('{picture}', drawn),
					shelf: script.thing(`shelf ${shelf}`).id
				});
				return { kind: 'page', id: page };
			}
		});
		for (const who of thanked)
			script.add({
				by: who,
				day: monday.add({ days: days + 2 }),
				after: [key],
				work: async (actor) => void (await giveThanks(actor, { about: script.thing(key) }))
			});
		for (const { by: who, text } of said)
			script.add({
				by: who,
				day: monday.add({ days: days + 3 }),
				after: [key],
				work: async (actor) =>
					void (await postComment(actor, { about: script.thing(key), markdown: text }))
			});
	}
}

/** Adds what some people have begun to write and shown to nobody yet. */
export function addDrafts(script: Script): void {
	const drafts = [
		{
			by: 'steward',
			on: 'asking',
			day: 3,
			title: 'Asking forty people for ideas',
			markdown:
				'What I have learned from asking the whole team for ideas, three times, and getting three answers each time:\n\n- a name under every question\n- '
		},
		{
			by: 'mateusz',
			on: 'asleep',
			day: -4,
			title: 'Imports across the night',
			markdown:
				'I send the first hundred rows and go home. In the morning there are either 39,900 rows to do, or one letter with'
		}
	];
	for (const { by, on, day, title, markdown } of drafts)
		script.add({
			by,
			day: script.calendar.monday.add({ days: day }),
			after: [`${on} is out`],
			work: async (actor) => {
				const { id } = await draftSubmission(actor, { training: script.thing(on).id, title });
				await saveSubmission(actor, { submission: id, markdown });
			}
		});
}
