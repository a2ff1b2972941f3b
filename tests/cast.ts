/** The people of the test place. Liam set it up; everybody is in another zone. */
export const cast = {
	Liam: { name: 'Liam Doyle', email: 'liam@example.org', zone: 'Australia/Brisbane' },
	Darcy: { name: 'Darcy Whitfield', email: 'darcy@example.org', zone: 'America/Denver' },
	Kofi: { name: 'Kofi Asante', email: 'kofi@example.org', zone: 'Africa/Accra' },
	Mei: { name: 'Mei Saetang', email: 'mei@example.org', zone: 'Asia/Bangkok' },
	Siti: { name: 'Siti Rahman', email: 'siti@example.org', zone: 'Asia/Brunei' }
} as const;

export type Name = keyof typeof cast;

export const password = 'slow waters carve deep';

/** Wednesday noon UTC, the day before the first window of the series opens. */
export const start = '2027-01-20T12:00:00Z';

/** People of the demo organisation through whose eyes the tour looks: addresses as the demo gives them. */
export const demoCast = {
	member: 'mateusz@demo.example',
	owner: 'dana@demo.example',
	steward: 'agnes@demo.example'
} as const;

export type Role = keyof typeof demoCast;
