import type { Chapter } from './kinds.ts';

/** What the night shift said among itself. */
export const night: Chapter = {
	shared: [
		{
			key: 'night-bridie',
			by: 'bridie',
			on: 'night',
			day: 2,
			markdown: `My three: the payment page, the phone line itself, and any letter with the word *ambulance* in it. It has come twice. Both times it was a joke, and both times I rang.`
		},
		{
			key: 'night-kalani',
			by: 'kalani',
			on: 'night',
			day: 4,
			title: 'Eat before you decide',
			markdown: `Between two and four I decide nothing on an empty stomach. Rice, an egg, ten minutes. If it still looks like a disaster afterwards, it is one.`
		}
	],
	takenUp: [
		{
			by: 'theo',
			on: 'night',
			passage: 'Say it out loud',
			day: 3,
			how: 'To the plant.',
			shown: true
		},
		{
			by: 'hector',
			on: 'night-kalani',
			passage: 'I decide nothing on an empty stomach',
			day: 6,
			shown: true
		}
	],
	same: [{ by: 'kalani', on: 'night', passage: 'What I would look at first', day: 2 }],
	said: [
		{
			by: 'theo',
			on: 'night',
			passage: 'The three that wake somebody',
			day: 1,
			text: 'I have only two. Is that arrogance?'
		},
		{ by: 'nora', on: 'night-bridie', day: 3, text: 'You ring, every time. Quite right.' }
	],
	thanked: [{ by: ['theo', 'kalani', 'hector', 'bridie'], on: 'night', day: 4 }]
};
