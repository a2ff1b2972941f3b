import type { Module } from '#platform/server/module.ts';
import { evidence } from './evidence.ts';
import { answerFollowUp, myFollowUps } from './follow-ups.ts';
import { adopt, endAdoption, same, takeBackSame } from './taking-up.ts';

export const methods: Module = {
	name: 'methods',
	doors: [adopt, endAdoption, same, takeBackSame, evidence, myFollowUps, answerFollowUp]
};
