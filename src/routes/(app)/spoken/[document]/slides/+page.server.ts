import { getLocale } from '#locale';
import { getSpoken } from '#modules/audio/server/spoken.ts';
import { preferForm } from '#modules/documents/server/forms.ts';
import { slidesOf } from '#modules/documents/slides.ts';
import { page } from '#platform/server/web/kit.ts';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (actor, { params }: PageServerLoadEvent) => {
	const { title, url, blocks } = await getSpoken(actor, params);
	await preferForm(actor, { form: 'slides' });
	return {
		...{ title, url, path: `/spoken/${params.document}` },
		slides: slidesOf(title, blocks, getLocale()),
		/** Each block that is read aloud, with its voice. */
		voices: blocks.flatMap(({ id, track }) => (track ? [{ block: id, track }] : []))
	};
});
