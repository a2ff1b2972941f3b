import type { Calendar } from './calendar.ts';
import { addCalls } from './calling.ts';
import { addChapter } from './chapters.ts';
import { addDrafts, addLibrary } from './keeping.ts';
import { addFollowing, addOrganising, addReminding } from './organising.ts';
import { addLookingThrough, addReaders, addReadersAgain } from './reading.ts';
import { openScript, type Player, type Script } from './script.ts';
import { addVoices } from './speaking.ts';
import { asking } from './story/asking.ts';
import { asleep } from './story/asleep.ts';
import { inbox } from './story/inbox.ts';
import { night } from './story/night.ts';
import { no } from './story/no.ts';
import { addSurveys } from './surveying.ts';
import { addFeedback, addOtherTrainings, addTheSeries } from './teaching.ts';

/** The whole story, from the first circle to yesterday's thanks, as steps that nobody has taken yet. */
export function tell(calendar: Calendar, players: Player[]): Script {
	const script = openScript(calendar, players);
	const { monday } = calendar;
	addOrganising(script);
	addOtherTrainings(script);
	addTheSeries(script);
	addFeedback(script);
	addChapter(script, 'no', no);
	addChapter(script, 'inbox', inbox);
	addChapter(script, 'asleep', asleep);
	addChapter(script, 'asking', asking);
	addChapter(script, 'night', night);
	addReaders(script, 'no', { chapter: no, trainer: 'lena', share: 0.5, days: 14 });
	addReaders(script, 'inbox', { chapter: inbox, trainer: 'kofi', share: 0.6, days: 10 });
	addReadersAgain(
		script,
		'inbox',
		['siti', 'arjun', 'farah', 'yaw', 'kalani', 'lena', 'omar', 'tunde', 'dana'],
		monday.subtract({ days: 16 })
	);
	addReaders(script, 'asleep', { chapter: asleep, trainer: 'ruth', share: 0.7, days: 14 });
	addReaders(script, 'asking', { chapter: asking, trainer: 'darcy', share: 0.2, days: 4 });
	addReaders(script, 'night', { chapter: night, trainer: 'nora', share: 0, days: 4 });
	addSurveys(script);
	addLibrary(script);
	addDrafts(script);
	addFollowing(script);
	addLookingThrough(script);
	addReminding(script);
	addVoices(script);
	addCalls(script);
	return script;
}
