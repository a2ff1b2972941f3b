/** What the parts are shown with: names and sentences such as a place of colleagues has, in three scripts. */
export const people = [
	{ id: 'a', name: 'Darcy Whitfield', role: 'trainer' },
	{ id: 'b', name: 'Kwabena Ɔpoku-Agyemang' },
	{ id: 'c', name: 'สมชาย ใจดี' },
	{ id: 'd', name: 'ليلى الحسن' },
	{ id: 'e', name: 'Mei' }
];

export const samples = {
	en: {
		dir: 'ltr',
		title: 'Answer in three sittings',
		sentence: 'Answer at three fixed times and close the window in between.',
		more: 'People who need you sooner have a phone.',
		note: 'We do it at ten, one and four.',
		button: 'I’ll try this',
		label: 'What works for me',
		hint: 'One line is as good as a page.',
		wrong: 'Write what works for you; one line is enough.',
		by: 'Kofi'
	},
	de: {
		dir: 'ltr',
		title: 'Arbeitszeitverdichtungsvermeidungsstrategien im Kundenbetreuungsalltag',
		sentence:
			'Beantworte Benachrichtigungen zu drei vereinbarten Nachrichtenbearbeitungszeiträumen und schließe dazwischen das Nachrichtenverarbeitungsfenster.',
		more: 'Unaufschiebbare Angelegenheiten erreichen dich über die Bereitschaftsdiensttelefonnummer.',
		note: 'Bei uns gilt die Nachtschichtübergabevereinbarung.',
		button: 'Unverzüglich ausprobieren und weiterempfehlen',
		label: 'Verbesserungsvorschlagskurzbeschreibung',
		hint: 'Eine einzige Zeile genügt selbstverständlich vollkommen.',
		wrong: 'Die Verbesserungsvorschlagskurzbeschreibung darf nicht leer bleiben.',
		by: 'Friederike Mustermann-Großkreutz'
	},
	ar: {
		dir: 'rtl',
		title: 'أجب في ثلاث جلسات',
		sentence: 'أجب عن الرسائل في ثلاثة أوقات ثابتة، وأغلق النافذة فيما بينها.',
		more: 'من يحتاج إليك قبل ذلك لديه هاتف.',
		note: 'نفعل ذلك في العاشرة والواحدة والرابعة.',
		button: 'سأجرّب هذا',
		label: 'ما ينفعني',
		hint: 'سطر واحد يكفي مثل صفحة كاملة.',
		wrong: 'اكتب ما ينفعك؛ سطر واحد يكفي.',
		by: 'ليلى'
	}
} as const;

export type Sample = (typeof samples)[keyof typeof samples];

export const windows = [
	{ opens: '2027-01-21', closes: '2027-01-31', label: 'One' },
	{ opens: '2027-01-31', closes: '2027-02-14', label: 'Two', current: true },
	{ opens: '2027-02-14', closes: '2027-02-28', label: 'Three' }
];

export const colours = [
	'ground',
	'raised',
	'ink',
	'quiet',
	'hairline',
	'edge',
	'vermilion',
	'crimson',
	'verdigris',
	'ochre'
];
