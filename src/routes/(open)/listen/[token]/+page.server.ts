import { linkBy, readLink } from '#modules/audio/server/links.ts';
import { NotFound } from '#platform/errors.ts';
import type { PageServerLoadEvent } from './$types';

/** What a link shares, for whoever has it. */
export const load = async ({ params, setHeaders }: PageServerLoadEvent) => {
	setHeaders({ 'cache-control': 'no-store' });
	const link = await linkBy(params.token).catch((error: unknown) => {
		if (error instanceof NotFound) return null;
		throw error;
	});
	if (!link) return { shared: null };
	const { title, about, tracks } = await readLink(link);
	return {
		shared: {
			...{ name: link.maker.name, closes: link.closes, about },
			title: title ?? tracks[0]?.title ?? '',
			tracks: tracks.flatMap(({ id, title, take, cues }) =>
				take
					? {
							...{ id, title, type: take.type, seconds: take.seconds },
							src: `/listen/${params.token}/${take.id}`,
							paragraphs: cues.map(({ text }) => text)
						}
					: []
			)
		}
	};
};
