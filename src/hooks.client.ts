import { watchEarlyTyping } from '#ui/early-typing.ts';
import { baseLocale, isLocale, overwriteGetLocale } from '#locale';

watchEarlyTyping();

if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');

overwriteGetLocale(() => {
	const { lang } = document.documentElement;
	return isLocale(lang) ? lang : baseLocale;
});
