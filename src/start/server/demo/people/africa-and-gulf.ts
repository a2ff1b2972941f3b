import type { Member } from '../member.ts';
import { week } from '../weeks.ts';

const accra = 'Africa/Accra';
const dubai = week('12345', '08:00', '17:00', {
	short: { '5': ['08:00', '12:00'] }
});

export const africaAndGulf: Member[] = [
	{
		key: 'kofi',
		name: 'Kofi Mensah',
		zone: accra,
		week: week('12345', '08:00', '16:30'),
		about: 'Seven years here, six of them with a calm inbox. Ask me about the first.',
		teach: ['Calm inbox', 'Mentoring', 'Phone calls'],
		learn: ['Recording audio']
	},
	{
		key: 'abena',
		name: 'Abena Osei',
		zone: accra,
		week: week('12345', '09:00', '17:00'),
		about: 'Clinics in West Africa. I translate between doctors and software.',
		teach: ['Onboarding', 'Difficult customers'],
		learn: ['Help articles', 'SQL']
	},
	{
		key: 'yaw',
		name: 'Yaw Darko',
		zone: accra,
		week: week('12345', '06:00', '14:00', { digestAt: '07:00', quiet: ['19:00', '05:30'] }),
		about: 'Early shift. By the time London has coffee I have had lunch.',
		teach: ['Keyboard shortcuts', 'Reading logs'],
		learn: ['Writing for other time zones']
	},
	{
		key: 'omar',
		name: 'Omar Haddad',
		zone: 'Asia/Dubai',
		week: dubai,
		about:
			'Team lead, Middle East and Asia. Friday is half a day here; please put nothing important into its afternoon.',
		teach: ['Delegating', 'Arabic', 'Escalations'],
		learn: ['Notes']
	},
	{
		key: 'farah',
		name: 'Farah Siddiqui',
		zone: 'Asia/Dubai',
		week: dubai,
		about: 'Large accounts. I read contracts so that you do not have to.',
		teach: ['Contracts', 'Difficult customers'],
		learn: ['Saying no', 'Plain language']
	}
];
