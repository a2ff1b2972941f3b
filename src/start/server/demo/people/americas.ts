import type { Member } from '../member.ts';
import { week } from '../weeks.ts';

const east = 'America/New_York';
const central = 'America/Chicago';
const mountain = 'America/Denver';
const pacific = 'America/Los_Angeles';

export const americas: Member[] = [
	{
		key: 'ruth',
		name: 'Ruth Feldman',
		zone: east,
		week: week('12345', '08:30', '17:00', { quiet: ['19:00', '07:30'] }),
		about:
			'Head of support. I started on the phones in 2009 and still take two hours of tickets on Thursdays, so that I know what I am talking about.',
		teach: ['Writing for other time zones', 'Difficult customers', 'Hiring'],
		learn: ['Saying no']
	},
	{
		key: 'malik',
		name: 'Malik Johnson',
		zone: east,
		week: week('12345', '09:00', '17:30'),
		about: 'Billing and refunds. Ask me anything about chargebacks.',
		teach: ['Refunds', 'Spreadsheets'],
		learn: ['Public speaking', 'SQL']
	},
	{
		key: 'colleen',
		name: 'Colleen Burke',
		zone: east,
		week: week('1234', '07:00', '17:00', { digestAt: '07:00', quiet: ['19:00', '06:30'] }),
		about: 'Four long days, then my garden. I lead the billing shift.',
		teach: ['Saying no', 'Escalations'],
		learn: ['Delegating']
	},
	{
		key: 'theo',
		name: 'Theo Park',
		zone: east,
		week: week('12345', '12:00', '20:30', { digestAt: '12:00', quiet: ['23:00', '10:00'] }),
		about: 'Late shift on the east coast. Chat first, phone if I must.',
		teach: ['Keyboard shortcuts', 'Chat support'],
		learn: ['Calm inbox']
	},
	{
		key: 'dana',
		name: 'Dana Kowalski',
		zone: central,
		week: week('12345', '08:00', '16:30'),
		about:
			'Team lead, Americas. I like short meetings and long walks. One of the two people behind our series.',
		teach: ['Running a series', 'Coaching', 'Feedback'],
		learn: ['Writing for other time zones']
	},
	{
		key: 'isaiah',
		name: 'Isaiah Grant',
		zone: central,
		week: week('12345', '09:00', '17:00'),
		about: 'Integrations: calendars, payments, whatever two systems disagree about.',
		teach: ['Calendar sync', 'Reading logs'],
		learn: ['Asking well']
	},
	{
		key: 'beatriz',
		name: 'Beatriz Lima',
		zone: central,
		week: week('12345', '10:00', '18:00', { digestAt: '10:00' }),
		about: 'I answer in Portuguese, Spanish and English, sometimes in the same minute.',
		teach: ['Portuguese', 'Plain language'],
		learn: ['Video', 'Coaching']
	},
	{
		key: 'darcy',
		name: 'Darcy Quinn',
		zone: mountain,
		week: week('12345', '08:00', '16:30'),
		about:
			'Second line. Once wrote a bug report that was longer than the fix; have been getting shorter ever since.',
		teach: ['Asking well', 'Bug reports', 'Screenshots'],
		learn: ['Phone calls']
	},
	{
		key: 'hector',
		name: 'Hector Salas',
		zone: mountain,
		week: week('23456', '07:00', '15:30', { digestAt: '07:00', quiet: ['20:00', '06:00'] }),
		about:
			'Weekend shift, Tuesday to Saturday. I hand over to Honolulu and take over from New York.',
		teach: ['Handovers', 'Spanish'],
		learn: ['Help articles']
	},
	{
		key: 'wren',
		name: 'Wren Abbott',
		zone: mountain,
		week: week('12345', '09:00', '17:00'),
		about: 'Five months here. I still write everything down.',
		teach: ['Taking notes'],
		learn: ['Bug reports', 'Difficult customers', 'Refunds']
	},
	{
		key: 'priya',
		name: 'Priya Raman',
		zone: pacific,
		week: week('12345', '08:00', '16:30'),
		about: 'I keep the help centre readable. If an article made you scroll, tell me.',
		teach: ['Help articles', 'Plain language', 'Editing'],
		learn: ['Accessibility']
	},
	{
		key: 'marcus',
		name: 'Marcus Bell',
		zone: pacific,
		week: week('12345', '09:30', '18:00', { digestAt: '09:00' }),
		about: 'Phones. I was a radio host before this, which is more useful than it sounds.',
		teach: ['Phone calls', 'Public speaking'],
		learn: ['Asking well', 'Spreadsheets']
	},
	{
		key: 'joy',
		name: 'Joy Nakamura',
		zone: pacific,
		week: week('1235', '08:00', '18:00'),
		about: 'Onboarding calls for clinics. Thursdays are for my daughter.',
		teach: ['Onboarding', 'Japanese'],
		learn: ['Calm inbox', 'Saying no']
	},
	{
		key: 'nora',
		name: 'Nora Ivanoff',
		zone: 'America/Anchorage',
		week: week('45671', '20:00', '23:59', { digestAt: '19:00', quiet: ['06:00', '17:00'] }),
		about: 'Night shift since 2021, by choice. In December it makes no difference anyway.',
		teach: ['Night shifts', 'Incidents'],
		learn: ['Help articles']
	},
	{
		key: 'caleb',
		name: 'Caleb Sorensen',
		zone: 'America/Anchorage',
		week: week('12345', '08:00', '16:00'),
		about: 'Small hotels and lodges, most of them further from a road than from a bear.',
		teach: ['Channel managers'],
		learn: ['SQL', 'Asking well']
	},
	{
		key: 'kalani',
		name: 'Kalani Akana',
		zone: 'Pacific/Honolulu',
		week: week('23456', '10:00', '18:30', { digestAt: '10:00' }),
		about: 'The last American to log off. Whatever is left on the list, I have met it.',
		teach: ['Handovers', 'Patience'],
		learn: ['Writing for other time zones']
	},
	{
		key: 'leilani',
		name: 'Leilani Makoa',
		zone: 'Pacific/Honolulu',
		week: week('12345', '07:00', '15:00', { digestAt: '07:00', quiet: ['19:00', '06:00'] }),
		about: 'Surf schools and yoga studios. I draw little diagrams for everything.',
		teach: ['Diagrams', 'Screenshots'],
		learn: ['Delegating', 'Notes']
	}
];
