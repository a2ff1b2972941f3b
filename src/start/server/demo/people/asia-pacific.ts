import type { Member } from '../member.ts';
import { week } from '../weeks.ts';

const bangkok = 'Asia/Bangkok';
const brunei = week('12346', '07:45', '16:30', { quiet: ['21:00', '06:30'] });
const brisbane = 'Australia/Brisbane';
const sydney = 'Australia/Sydney';

export const asiaPacific: Member[] = [
	{
		key: 'mei',
		name: 'Mei Srisuk',
		zone: bangkok,
		week: week('12345', '09:00', '18:00', { digestAt: '09:00' }),
		about: 'Chat, five conversations at a time. Four is better, but nobody asked me.',
		teach: ['Chat support', 'Thai', 'Macros'],
		learn: ['Asking well', 'Calm inbox']
	},
	{
		key: 'niran',
		name: 'Niran Chaiyasit',
		zone: bangkok,
		week: week('12345', '10:00', '19:00', { digestAt: '10:00' }),
		about:
			'Second line. I ask one question more than people like, and it is usually the right one.',
		teach: ['Reading logs', 'Bug reports'],
		learn: ['Tone of voice']
	},
	{
		key: 'ploy',
		name: 'Ploy Wattana',
		zone: bangkok,
		week: week('23456', '08:00', '17:00'),
		about:
			'New since August. Hotels by the sea, which sounds nicer than it is in the rainy season.',
		teach: ['Photography'],
		learn: ['Refunds', 'Phone calls', 'Notes']
	},
	{
		key: 'siti',
		name: 'Siti Rahman',
		zone: 'Asia/Brunei',
		week: brunei,
		about: 'Brunei works Monday to Thursday and Saturday, so I have learned to leave good notes.',
		teach: ['Notes', 'Malay', 'Handovers'],
		learn: ['Recording audio', 'Facilitation']
	},
	{
		key: 'hakim',
		name: 'Hakim Yusof',
		zone: 'Asia/Brunei',
		week: brunei,
		about: 'Data protection requests. Slow, careful, never late.',
		teach: ['Data protection', 'Checklists'],
		learn: ['Spreadsheets']
	},
	{
		key: 'liam',
		name: 'Liam O’Neill',
		zone: brisbane,
		week: week('12345', '08:00', '16:00'),
		about:
			'I look after everybody’s first ninety days. No daylight saving in Queensland, so my hours move for you, not for me.',
		teach: ['Onboarding', 'Mentoring', 'Coaching'],
		learn: ['Video']
	},
	{
		key: 'tahlia',
		name: 'Tahlia Reid',
		zone: brisbane,
		week: week('1245', '07:30', '17:30', { digestAt: '07:00', quiet: ['20:00', '06:30'] }),
		about: 'Studios and gyms. Wednesdays off.',
		teach: ['Phone calls', 'Automations'],
		learn: ['Saying no']
	},
	{
		key: 'chloe',
		name: 'Chloe Nguyen',
		zone: sydney,
		week: week('12345', '09:00', '17:30'),
		about: 'Help centre, Asia–Pacific edition. I test every article on my mother.',
		teach: ['Help articles', 'Vietnamese', 'Accessibility'],
		learn: ['Diagrams']
	},
	{
		key: 'arjun',
		name: 'Arjun Mehta',
		zone: sydney,
		week: week('12345', '08:00', '16:30'),
		about: 'I count things: tickets, minutes, excuses. Mostly my own.',
		teach: ['Spreadsheets', 'Reports', 'SQL'],
		learn: ['Writing for other time zones', 'Public speaking']
	},
	{
		key: 'bridie',
		name: 'Bridie Walsh',
		zone: sydney,
		week: week('34567', '11:00', '19:30', { digestAt: '11:00' }),
		about: 'Weekends in Sydney. Somebody has to be here when the brunch places open.',
		teach: ['Difficult customers', 'Incidents'],
		learn: ['Delegating']
	}
];
