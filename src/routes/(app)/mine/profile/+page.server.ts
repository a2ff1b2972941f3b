import { direction, locale } from '#modules/people/people.ts';
import { addLeave, listLeave, removeLeave } from '#modules/people/server/leave.ts';
import {
	changeMe,
	changePassword,
	changeWeek,
	chooseFace,
	getMe
} from '#modules/people/server/me.ts';
import { cancelAddress, changeAddress } from '#modules/people/server/address.ts';
import { endOtherSessions, endSession, listSessions } from '#modules/people/server/sessions.ts';
import { addSkill, removeSkill } from '#modules/people/server/skills.ts';
import { createToken, listTokens, revokeToken } from '#modules/people/server/tokens.ts';
import { weekOf } from '#modules/people/week-form.ts';
import { zonesByRegion } from '#modules/people/zones.ts';
import { Invalid } from '#platform/errors.ts';
import { action, base64Of, page, type Form } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (actor, { locals }: PageServerLoadEvent) => {
	const me = await getMe(actor, {});
	const leave = await listLeave(actor, {});
	const tokens = await listTokens(actor, {});
	const sessions = await listSessions(actor, {});
	const own = locals.actor?.session;
	return {
		profile: me,
		leave: leave.items,
		tokens: tokens.items,
		sessions: sessions.items.map((session) => ({ ...session, here: session.id === own })),
		languages: locale.options,
		regions: zonesByRegion()
	};
});

export const actions = {
	profile: action(async (actor, form, _event: RequestEvent) => {
		const language = locale.safeParse(form.text('locale'));
		await changeMe(actor, {
			name: form.text('name'),
			about: form.text('about'),
			zone: form.text('zone'),
			...(language.success && { locale: language.data })
		});
		return { saved: 'profile' };
	}),
	face: action(async (actor, form, _event: RequestEvent) => {
		const file = form.file('file');
		if (!file) throw new Invalid([{ field: 'file', message: 'Choose a picture first' }]);
		await chooseFace(actor, { file: await base64Of(file) });
		return { saved: 'face' };
	}),
	initials: action(async (actor, _form, _event: RequestEvent) => {
		await chooseFace(actor, { file: null });
		return { saved: 'face' };
	}),
	week: action(async (actor, form, _event: RequestEvent) => {
		await changeWeek(actor, { week: weekOf((field) => form.text(field)) });
		return { saved: 'week' };
	}),
	away: action(async (actor, form, _event: RequestEvent) => {
		await addLeave(actor, { from: form.text('from'), to: form.text('to') || form.text('from') });
		return { saved: 'leave' };
	}),
	back: action(async (actor, form, _event: RequestEvent) => {
		await removeLeave(actor, { leave: form.text('leave') });
		return { saved: 'leave' };
	}),
	learn: action(async (actor, form, _event: RequestEvent) => {
		await addSkill(actor, skillIn(form));
		return { saved: 'skills' };
	}),
	unlearn: action(async (actor, form, _event: RequestEvent) => {
		await removeSkill(actor, skillIn(form));
		return { saved: 'skills' };
	}),
	password: action(async (actor, form, { locals }: RequestEvent) => {
		await changePassword(actor, {
			current: form.text('current-password'),
			password: form.text('password'),
			session: locals.actor?.session
		});
		return { saved: 'password' };
	}),
	address: action(async (actor, form, _event: RequestEvent) => {
		await changeAddress(actor, {
			email: form.text('email'),
			current: form.text('current-password')
		});
		return { saved: 'address' };
	}),
	keepAddress: action(async (actor, _form, _event: RequestEvent) => {
		await cancelAddress(actor, {});
		return { saved: 'address' };
	}),
	endSession: action(async (actor, form, _event: RequestEvent) => {
		await endSession(actor, { session: form.text('session') });
		return { saved: 'session' };
	}),
	endSessions: action(async (actor, _form, { locals }: RequestEvent) => {
		await endOtherSessions(actor, { keep: locals.actor?.session });
		return { saved: 'sessions' };
	}),
	token: action(async (actor, form, _event: RequestEvent) => ({
		saved: 'tokens',
		token: (await createToken(actor, { label: form.text('label') })).token
	})),
	revoke: action(async (actor, form, _event: RequestEvent) => {
		await revokeToken(actor, { token: form.text('token') });
		return { saved: 'tokens' };
	})
};

function skillIn(form: Form) {
	const way = direction.safeParse(form.text('direction'));
	return { name: form.text('name'), direction: way.success ? way.data : 'teach' };
}
