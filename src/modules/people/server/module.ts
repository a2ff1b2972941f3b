import type { Module } from '#platform/server/module.ts';
import { changeSettings, getSettings } from './place.ts';
import { getMe, listPeople } from './persons.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';

export const people: Module = {
	name: 'people',
	doors: [getMe, listPeople, createToken, listTokens, revokeToken, getSettings, changeSettings]
};
