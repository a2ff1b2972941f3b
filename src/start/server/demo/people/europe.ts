import type { Member } from '../member.ts';
import { week } from '../weeks.ts';

const london = 'Europe/London';
const berlin = 'Europe/Berlin';

export const europe: Member[] = [
	{
		key: 'imogen',
		name: 'Imogen Hart',
		zone: london,
		week: week('12345', '09:00', '17:00'),
		about:
			'Team lead, Europe and Africa. I plan our series together with Dana, mostly in one long document.',
		teach: ['Running a series', 'Editing', 'Feedback'],
		learn: ['Facilitation']
	},
	{
		key: 'tunde',
		name: 'Tunde Adeyemi',
		zone: london,
		week: week('12345', '08:00', '16:00'),
		about: 'Second line for payments. I believe in checklists more than in memory.',
		teach: ['Checklists', 'Payments', 'Incidents'],
		learn: ['Coaching']
	},
	{
		key: 'gareth',
		name: 'Gareth Pugh',
		zone: london,
		week: week('123', '09:30', '17:30', { digestAt: '09:00' }),
		about:
			'Three days a week. The other two I look after my father, and this team has never made that difficult.',
		teach: ['Notes', 'Handovers', 'Welsh'],
		learn: ['Calm inbox']
	},
	{
		key: 'lena',
		name: 'Lena Brandt',
		zone: berlin,
		week: week('12345', '08:30', '17:00'),
		about:
			'Feature requests and the people who send them. I say no about nine times a day and most of them write back kindly.',
		teach: ['Saying no', 'German', 'Feature requests'],
		learn: ['Asking well']
	},
	{
		key: 'mateusz',
		name: 'Mateusz Zieliński',
		zone: berlin,
		week: week('12345', '10:00', '18:30', { digestAt: '10:00' }),
		about: 'From Wrocław, working from Berlin. Data imports, the ugly ones.',
		teach: ['Spreadsheets', 'SQL', 'Data imports'],
		learn: ['Plain language']
	},
	{
		key: 'ines',
		name: 'Inès Caron',
		zone: berlin,
		week: week('12345', '09:00', '16:30', { short: { '3': ['09:00', '12:00'] } }),
		about: 'Words. I look after our glossary and the tone of our macros, in French and English.',
		teach: ['Tone of voice', 'French', 'Editing'],
		learn: ['Video']
	},
	{
		key: 'jonas',
		name: 'Jonas Lindqvist',
		zone: berlin,
		week: week('1234', '08:00', '18:00', { quiet: ['18:30', '07:30'] }),
		about: 'I used to answer everything within four minutes. I do not recommend it.',
		teach: ['Automations', 'Macros'],
		learn: ['Calm inbox', 'Delegating']
	}
];
