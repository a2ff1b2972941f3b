import { AsyncLocalStorage } from 'node:async_hooks';
import { baseLocale, isLocale, overwriteGetLocale, type Locale } from '#locale';

const current = new AsyncLocalStorage<Locale>();

overwriteGetLocale(() => current.getStore() ?? baseLocale);

/** Runs `work` so that every text it asks for is in `wish`, where that language is there. */
export function inLocale<T>(wish: string, work: () => T): T {
	return current.run(isLocale(wish) ? wish : baseLocale, work);
}

/** The first language of an Accept-Language header that is there. */
export function wishedLocale(header: string | null): Locale {
	const wishes = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
	return wishes.find(isLocale) ?? baseLocale;
}
