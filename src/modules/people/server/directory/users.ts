import { z } from 'zod';
import { email, line, locale, personName, zone } from '../../people.ts';
import { checked } from '../checked.ts';
import { nameOf, type Entry, type Sought, type Wanted } from './persons.ts';
import { enterprise } from './sent.ts';

/** What these filters seek, the two by which directories look somebody up; undefined for any other, which is matched here. */
export function soughtBy(filter: Iterable<object> | undefined): Sought | undefined {
	const [only, ...more] = filter ?? [];
	if (!only) return {};
	const [[name, test] = [], ...others] = Object.entries(only) as [string, unknown][];
	const [operator, value] = Array.isArray(test) ? (test as unknown[]) : [];
	if (more.length > 0 || others.length > 0 || operator !== 'eq' || typeof value !== 'string')
		return undefined;
	if (name?.toLowerCase() === 'username') return { userName: value };
	return name?.toLowerCase() === 'externalid' ? { externalId: value } : undefined;
}

/** Somebody as a user of SCIM (RFC 7643, 4.1). */
export function shown({ id, userName, email: address, ...one }: Entry) {
	const { externalId, displayName, givenName, familyName, manager } = one;
	return {
		id,
		userName,
		...(externalId && { externalId }),
		...(displayName && { displayName }),
		name: {
			formatted: nameOf(one) ?? one.name,
			...(givenName && { givenName }),
			...(familyName && { familyName })
		},
		emails: [{ value: address, type: 'work', primary: true }],
		timezone: one.zone,
		preferredLanguage: one.locale,
		active: one.active,
		...(manager && { [enterprise]: { manager: { value: manager } } }),
		meta: { created: one.joinedAt }
	};
}

const text = line(254).nullish();
const asSent = z.object({
	userName: line(254).min(1),
	externalId: text,
	displayName: text,
	name: z.object({ formatted: text, givenName: text, familyName: text }).nullish(),
	emails: z.array(z.object({ value: text, primary: z.boolean().nullish() })).nullish(),
	timezone: zone.nullish().catch(null),
	preferredLanguage: text,
	active: z.boolean().nullish(),
	[enterprise]: z
		.object({ manager: z.object({ value: z.uuid().nullish().catch(null) }).nullish() })
		.nullish()
});

const asCalled = z.object({ displayName: personName.optional(), emails: email });

/** Of a user as it was sent, what Junto makes of it, beside what is known of them already. Throws Invalid. */
export function wantedOf(user: object, before?: Entry): Wanted {
	const sent = checked(asSent, JSON.parse(JSON.stringify(user)));
	const { givenName = null, familyName = null, formatted } = sent.name ?? {};
	const known = before && (nameOf(before) ?? before.name);
	// How a name is written out counts where nothing else does, and not where it is ours that comes back.
	const written = givenName || familyName || formatted === known ? null : (formatted ?? null);
	const names = { displayName: sent.displayName ?? written, givenName, familyName };
	const addresses = sent.emails ?? [];
	const address =
		(addresses.findLast(({ primary }) => primary) ?? addresses[0])?.value ?? before?.email;
	const language = locale.safeParse(sent.preferredLanguage?.slice(0, 2).toLowerCase());
	const { displayName: name, emails } = checked(asCalled, {
		displayName: nameOf(names),
		emails: address ?? sent.userName
	});
	return {
		...names,
		...(name && { name }),
		email: emails,
		userName: sent.userName,
		externalId: sent.externalId ?? null,
		manager: sent[enterprise]?.manager?.value ?? null,
		active: sent.active ?? before?.active ?? true,
		...(sent.timezone && { zone: sent.timezone }),
		...(language.success && { locale: language.data })
	};
}
