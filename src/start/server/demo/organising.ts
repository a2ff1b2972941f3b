import { createCircle } from '#modules/people/server/circles.ts';
import { joinCircle } from '#modules/people/server/joining.ts';
import { addLeave } from '#modules/people/server/leave.ts';
import { createShelf } from '#modules/library/server/shelves.ts';
import { createInvitations } from '#modules/people/server/invitations.ts';
import { setFollow } from '#modules/notices/server/follows.ts';
import { addOccasion } from '#modules/notices/server/occasions.ts';
import { setReminder } from '#modules/notices/server/reminders.ts';
import type { Script } from './script.ts';

type Circle = {
	key: string;
	name: string;
	about: string;
	joining: 'open' | 'request' | 'closed';
	by: string;
	members: string[];
	/** Who joins later, or asks to. */
	join?: string[];
};

const circles: Circle[] = [
	{
		key: 'leads',
		name: 'Team leads',
		about: 'The people who answer for a shift or a region. Ask to join when you begin to.',
		joining: 'request',
		by: 'ruth',
		members: ['dana', 'imogen', 'omar', 'colleen', 'lena', 'liam', 'steward'],
		join: ['tunde']
	},
	{
		key: 'nights',
		name: 'Night shift',
		about: 'Whoever is awake when the others are not. What is said here stays here.',
		joining: 'closed',
		by: 'nora',
		members: ['kalani', 'theo', 'hector', 'bridie']
	},
	{
		key: 'writers',
		name: 'Help centre writers',
		about: 'Everybody who writes or repairs an article, once or every day.',
		joining: 'open',
		by: 'priya',
		members: ['chloe', 'ines'],
		join: ['wren', 'abena', 'mateusz', 'steward', 'nora']
	},
	{
		key: 'americas',
		name: 'Americas',
		about: 'From Honolulu to New York: six zones, one handover.',
		joining: 'open',
		by: 'dana',
		members: [
			'ruth',
			'malik',
			'colleen',
			'theo',
			'isaiah',
			'beatriz',
			'darcy',
			'hector',
			'wren',
			'priya',
			'marcus',
			'joy',
			'nora',
			'caleb',
			'kalani',
			'leilani'
		]
	},
	{
		key: 'east',
		name: 'Gulf, Asia and the Pacific',
		about: 'Those of us who start the day for everybody else.',
		joining: 'open',
		by: 'omar',
		members: [
			'farah',
			'mei',
			'niran',
			'ploy',
			'siti',
			'hakim',
			'liam',
			'tahlia',
			'chloe',
			'arjun',
			'bridie'
		]
	},
	{
		key: 'numbers',
		name: 'Spreadsheet evenings',
		about: 'Somebody brings a table that hurts, and somebody else mends it.',
		joining: 'open',
		by: 'arjun',
		members: ['mateusz', 'malik'],
		join: ['marcus', 'caleb', 'hakim']
	}
];

/** Adds circles, shelves, leave, and the addresses that were invited and have not come yet. */
export function addOrganising(script: Script): void {
	const { monday, begins } = script.calendar;
	for (const [i, circle] of circles.entries())
		addCircle(script, circle, begins.add({ days: 8 + i }));
	for (const [i, name] of ['New here', 'Writing to customers', 'Working together'].entries())
		script.add({
			by: 'steward',
			day: begins.add({ days: 9 }),
			makes: `shelf ${i}`,
			work: async (actor) => ({ kind: 'shelf', id: (await createShelf(actor, { name })).id })
		});
	away(script, 'jonas', -20, -16);
	away(script, 'leilani', 8, 12);
	away(script, 'tunde', 17, 28);
	away(script, 'ploy', 21, 23);
	away(script, 'abena', 30, 41);
	script.add({
		by: 'steward',
		day: monday.add({ days: 2 }),
		work: async (actor) => {
			await createInvitations(actor, {
				emails: ['sofia.pereira@demo.example', 'dev.anand@demo.example']
			});
		}
	});
}

/** Adds what people follow beside their own things. */
export function addFollowing(script: Script): void {
	const follows = [
		['steward', 'series', 'daily'],
		['gareth', 'series', 'weekly'],
		['ruth', 'inbox', 'daily'],
		['liam', 'asking', 'daily'],
		['wren', 'asking', 'at_once'],
		['mei', 'no-omar', 'daily'],
		['kofi', 'inbox-jonas', 'daily']
	] as const;
	for (const [by, on, rhythm] of follows)
		script.add({
			by,
			day: script.calendar.monday.add({ days: 1 }),
			after: [on],
			work: async (actor) => {
				const { kind, id } = script.thing(on);
				await setFollow(actor, { kind: kind as 'series' | 'training' | 'submission', id, rhythm });
			}
		});
}

/** Adds a day of the place that matters to many, and who wants to be reminded of something when it comes. */
export function addReminding(script: Script): void {
	const { monday } = script.calendar;
	script.add({
		by: 'steward',
		day: monday,
		makes: 'high season',
		work: async (actor) => {
			const day = monday.add({ days: 42 }).toString();
			return { kind: 'occasion', id: (await addOccasion(actor, { name: 'High season', day })).id };
		}
	});
	script.add({
		by: 'mei',
		day: monday.add({ days: 1 }),
		after: ['high season', 'asleep'],
		work: async (actor) => {
			await setReminder(actor, {
				kind: 'training',
				id: script.thing('asleep').id,
				occasion: script.thing('high season').id,
				words: 'Before every lodge is full and every question urgent.'
			});
		}
	});
}

function addCircle(
	script: Script,
	{ key, by, members, join = [], ...circle }: Circle,
	day: Temporal.PlainDate
): void {
	script.add({
		by,
		day,
		makes: key,
		work: async (actor) => {
			const ids = members.map((member) => script.player(member).actor.id);
			return { kind: 'circle', id: (await createCircle(actor, { ...circle, members: ids })).id };
		}
	});
	for (const [i, who] of join.entries())
		script.add({
			by: who,
			day:
				circle.joining === 'request'
					? script.calendar.monday.add({ days: 3 })
					: day.add({ days: 2 + i * 3 }),
			after: [key],
			work: async (actor) => {
				await joinCircle(actor, { circle: script.thing(key).id });
			}
		});
}

function away(script: Script, by: string, from: number, to: number): void {
	const { monday } = script.calendar;
	script.add({
		by,
		day: monday.add({ days: Math.min(1, from - 20) }),
		work: async (actor) => {
			const days = {
				from: monday.add({ days: from }).toString(),
				to: monday.add({ days: to }).toString()
			};
			await addLeave(actor, days);
		}
	});
}
