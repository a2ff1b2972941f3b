import { z } from 'zod';
import { Invalid } from '#platform/errors.ts';
import {
	audienceFrom,
	audienceInput,
	EVERYONE,
	peopleIn,
	writtenAudiences
} from '#platform/server/audiences.ts';
import type { Tx } from '#platform/server/db/database.ts';
import { door } from '#platform/server/door.ts';
import { newId } from '#platform/server/ids.ts';
import { show } from '#platform/server/subjects.ts';
import { todayIn } from '#platform/time/windows.ts';
import { endsFor, refuseLastDay } from '#modules/people/server/rhythm.ts';
import {
	about,
	choicesOf,
	lastDay,
	limits,
	minutesFor,
	mode,
	question,
	questions,
	surveyLead,
	surveyTitle,
	type Question
} from '../surveys.ts';
import { aboutOf, aboutShown, mayAsk, questionsOf, surveyRow } from './rows.ts';

/** Asks an audience up to five short questions, about a thing or about nothing in particular, until the end of a day. */
export const createSurvey = door({
	id: 'surveys.create',
	summary: 'Ask a few questions',
	http: 'POST /surveys',
	input: z.object({
		title: surveyTitle,
		lead: surveyLead.default(''),
		about: about.optional(),
		/** Without one, those who see what it is about, or everyone. */
		audience: audienceInput.optional(),
		mode: mode.default('named'),
		/** The last day on which it is open, in the zone of whoever answers. */
		closes: lastDay,
		questions
	}),
	output: z.object({ id: z.string(), minutes: z.number() }),
	can: ({ tx }) => mayAsk(tx),
	run: async ({ actor, input, tx, at, record }) => {
		refuseLastDay(input.closes, actor.zone, at);
		const thing = input.about && (await show(tx, input.about.kind, input.about.id));
		const audience = input.audience
			? await audienceFrom(tx, input.audience, actor.id)
			: (thing?.audience ?? EVERYONE);
		const asked = (await peopleIn(tx, audience)).filter((person) => person !== actor.id);
		refuseFew(asked.length, input.mode);
		const survey = {
			id: newId(),
			asker_id: actor.id,
			title: input.title,
			lead: input.lead,
			mode: input.mode,
			kind: input.about?.kind ?? null,
			subject_id: input.about?.id ?? null,
			audience_id: audience,
			closes: input.closes,
			due_at: await endsFor(tx, asked, input.closes),
			minutes: minutesFor(input.questions),
			at
		};
		await tx.insertInto('survey').values(survey).execute();
		await layDown(tx, survey, input.questions);
		await record({ verb: 'asked', kind: 'survey', id: survey.id, audience });
		return { id: survey.id, minutes: survey.minutes };
	}
});

/** What a new survey begins with: the thing it is about and who sees that, or what an older one asked. */
export const proposeSurvey = door({
	id: 'surveys.propose',
	summary: 'What a new survey could begin with',
	http: 'GET /surveys/proposal',
	input: z.object({
		kind: about.shape.kind.optional(),
		id: about.shape.id.optional(),
		/** An older survey whose questions are asked again. */
		again: z.uuid().optional()
	}),
	output: z.object({
		title: z.string(),
		lead: z.string(),
		about: aboutShown.nullable(),
		audience: z.string(),
		mode,
		closes: z.string(),
		questions: z.array(question)
	}),
	can: ({ tx }) => mayAsk(tx),
	run: async ({ actor, input, tx, at }) => {
		const older = input.again ? await surveyRow(tx, input.again) : undefined;
		const { kind, id } = input;
		if (kind && id) await show(tx, kind, id);
		const ref = kind && id ? { kind, subject_id: id } : older;
		const thing = ref && (await aboutOf(tx, [ref])).get(ref.subject_id ?? '');
		const audience = older?.audience_id ?? thing?.audience ?? EVERYONE;
		const written = await writtenAudiences(tx, [audience], actor.id);
		const today = todayIn(actor.zone, Temporal.Instant.from(at));
		return {
			title: older?.title ?? '',
			lead: older?.lead ?? '',
			about: thing ? aboutShown.parse(thing) : null,
			audience: written.get(audience) ?? 'everyone',
			mode: older?.mode ?? 'named',
			closes: Temporal.PlainDate.from(today).add({ weeks: 1 }).toString(),
			questions: older
				? (await questionsOf(tx, older.id)).map(({ kind: as, text, options }) => ({
						kind: as,
						text,
						options
					}))
				: []
		};
	}
});

function refuseFew(asked: number, how: z.infer<typeof mode>): void {
	if (asked === 0)
		throw new Invalid([{ field: 'audience', message: 'Ask somebody beside yourself' }]);
	if (how === 'anonymous' && asked < limits.floor)
		throw new Invalid([
			{
				field: 'mode',
				message: 'Without names, ask at least five people beside yourself: fewer could be guessed'
			}
		]);
}

/** The questions; without names also an empty bundle for each, so that the first answer makes no row either. */
async function layDown(tx: Tx, survey: { id: string; mode: string }, asked: Question[]) {
	const rows = asked.map((each, i) => ({
		id: newId(),
		survey_id: survey.id,
		position: i + 1,
		...each
	}));
	await tx.insertInto('survey_question').values(rows).execute();
	if (survey.mode !== 'anonymous') return;
	await tx
		.insertInto('survey_bundle')
		.values(
			rows.map((row) => ({
				question_id: row.id,
				survey_id: survey.id,
				counts: Array<number>(choicesOf(row)).fill(0),
				words: []
			}))
		)
		.execute();
}
