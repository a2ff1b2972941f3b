import type { Module } from '#platform/server/module.ts';
import { acceptInvitation, openInvitation } from './accepting.ts';
import { changeCircle, createCircle, getCircle, listCircles } from './circles.ts';
import { demoPeople } from './demo.ts';
import { cancelAddress, changeAddress, confirmAddress } from './address.ts';
import {
	createInvitations,
	listInvitations,
	resendInvitations,
	revokeInvitation
} from './invitations.ts';
import { addMembers, answerRequest, joinCircle, leaveCircle, removeMember } from './joining.ts';
import { importPeople } from './import/import.ts';
import { addLeave, listLeave, removeLeave } from './leave.ts';
import { changeMe, changePassword, changeWeek, chooseFace, confirmMe, getMe } from './me.ts';
import { getPerson, listPeople } from './persons.ts';
import { changeSettings, getSettings } from './place.ts';
import { endOtherSessions, endSession, listSessions } from './sessions.ts';
import { addSteward, removeSteward } from './stewards.ts';
import { addSkill, listSkills, removeSkill } from './skills.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { comeBack, depart } from './departing.ts';
import { changeDirectory, disconnectDirectory, getDirectory } from './directory/connecting.ts';
import { eraseMe, erasePerson } from './erasing.ts';
import { leaving } from './leaving.ts';
import { takeAlong } from './taking-along.ts';
import { getWelcome } from './welcoming.ts';

export const people: Module = {
	name: 'people',
	doors: [
		...[getMe, changeMe, changeWeek, confirmMe, chooseFace, changePassword],
		getWelcome,
		...[addLeave, listLeave, removeLeave, addSkill, removeSkill, listSkills],
		...[listPeople, getPerson, importPeople],
		...[createCircle, changeCircle, listCircles, getCircle],
		...[joinCircle, leaveCircle, answerRequest, addMembers, removeMember],
		...[createInvitations, listInvitations, resendInvitations, revokeInvitation],
		...[openInvitation, acceptInvitation],
		...[takeAlong, eraseMe, erasePerson, depart, comeBack],
		...[getDirectory, changeDirectory, disconnectDirectory],
		...[changeAddress, cancelAddress, confirmAddress],
		...[listSessions, endSession, endOtherSessions, addSteward, removeSteward],
		...[createToken, listTokens, revokeToken],
		...[getSettings, changeSettings, demoPeople]
	],
	leaving
};
