import { baseLocale, isLocale, overwriteGetLocale } from '#locale';

overwriteGetLocale(() => {
	const { lang } = document.documentElement;
	return isLocale(lang) ? lang : baseLocale;
});
