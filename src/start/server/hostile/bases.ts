import { stopToken } from '#modules/notices/server/stopping.ts';
import type { Actor } from '#platform/server/door.ts';
import { usualWeek } from '#platform/time/week.ts';
import { reads } from '../leaks/reads.ts';
import type { World } from '../leaks/world.ts';
import { writes } from '../leaks/writes.ts';

/** Somebody, and something that they may ask a door for: what is hostile is put into it. */
export type Base = { by: Actor | null; input: Record<string, unknown> };

/** Sound input for a door, by whoever has the right to it. */
export function basesOf(id: string, world: World): Base[] {
	const { people } = world;
	const read = reads[id]?.(world).map(({ by, input }) => ({ by, input })) ?? [];
	const write = writes[id]?.(world).map(({ may, input }) => ({ by: people[may[0]!], input })) ?? [];
	const own = ofOnesOwn(world)[id];
	return [...read, ...write, ...(own ? [own] : [])];
}

const ofOnesOwn = ({ people, open, invitation }: World): Record<string, Base> => {
	const by = people.mei;
	return {
		'me.change': { by, input: { name: 'Mei', zone: 'Asia/Bangkok', locale: 'en', about: 'Hello' } },
		'me.changeWeek': { by, input: { week: usualWeek } },
		'me.confirm': { by, input: { zone: 'Asia/Bangkok', week: usualWeek } },
		'me.face': { by, input: { file: 'YQ==' } },
		'me.changePassword': { by, input: { current: 'before', password: 'a long new password' } },
		'me.changeAddress': { by, input: { email: 'new@example.org', current: 'before' } },
		'me.cancelAddress': { by, input: {} },
		'me.confirmAddress': { by: null, input: { token: 'not a token of anybody' } },
		'me.erase': {
			by,
			input: {
				name: 'not mine',
				submissions: 'stay',
				comments: 'stay',
				pages: 'stay',
				current: 'x'
			}
		},
		'people.depart': { by: people.siti, input: { person: people.rosa.id, to: people.kofi.id } },
		'people.comeBack': { by: people.siti, input: { person: people.kofi.id } },
		'people.erase': {
			by: people.siti,
			input: { person: people.kofi.id, submissions: 'stay', comments: 'stay', pages: 'stay' }
		},
		'sessions.end': { by, input: { session: by.id } },
		'sessions.endOthers': { by, input: { keep: by.id } },
		'leave.add': { by, input: { from: '2027-04-01', to: '2027-04-02' } },
		'skills.add': { by, input: { name: 'Chess', direction: 'teach' } },
		'skills.remove': { by, input: { name: 'Chess', direction: 'teach' } },
		'circles.create': {
			by,
			input: { name: 'New', joining: 'open', about: 'For all', members: [people.kofi.id] }
		},
		'tokens.create': { by, input: { label: 'Program' } },
		'documents.linkCard': { by, input: { href: 'http://127.0.0.1:9/' } },
		'series.create': {
			by,
			input: {
				title: 'New',
				about: 'On something',
				audience: 'everyone',
				expectation: { level: 'expected', atLeast: 1 },
				owners: [people.kofi.id],
				parts: [
					{
						title: 'One',
						markdown: 'Text',
						opens: '2027-02-01',
						closes: '2027-02-07',
						trainers: [people.mei.id],
						format: 'written'
					}
				]
			}
		},
		'library.create': {
			by,
			input: { title: 'New', markdown: 'Text', audience: 'everyone', shelf: open.shelf }
		},
		'library.begin': { by, input: { title: 'New', audience: 'everyone', shelf: open.shelf } },
		'notices.read': { by, input: {} },
		'reading.clear': { by, input: { document: open.training } },
		'visits.arrive': { by, input: { subject: open.training } },
		'mentions.block': { by, input: { person: people.kofi.id } },
		'mentions.unblock': { by, input: { person: people.kofi.id } },
		'letters.set': { by, input: { kind: 'digest', on: true } },
		'letters.stopByLink': { by: null, input: { token: stopToken(by.id, 'digest'), stop: false } },
		'invitations.open': { by: null, input: { token: invitation.token } },
		'invitations.accept': {
			by: null,
			input: {
				token: invitation.token,
				name: 'Ama',
				email: 'ama@example.org',
				password: 'a long password',
				zone: 'Africa/Accra'
			}
		},
		'people.import': {
			by: people.siti,
			input: {
				csv: 'name,email,zone,circles\nAma,ama2@example.org,Africa/Accra,Readers',
				dryRun: false,
				onlyGood: true,
				tell: true
			}
		}
	};
};
