import { linkBy, readLink } from '#modules/audio/server/links.ts';
import { NotFound } from '#platform/errors.ts';
import type { PageServerLoadEvent } from './$types';

/** What a link shares, for whoever has it. */
export const load = async ({ params, request, setHeaders }: PageServerLoadEvent) => {
	setHeaders({ 'cache-control': 'no-store' });
	const from = request.headers.get('x-junto-address') ?? '';
	const link = await linkBy(params.token, from).catch((error: unknown) => {
		if (error instanceof NotFound) return null;
		throw error;
	});
	if (!link) return { shared: null };
	const { title, about, tracks } = await readLink(link);
	if (tracks.length === 0) return { shared: null };
	return {
		shared: {
			...{ name: link.maker.name, zone: link.maker.zone, closes: link.closes, about },
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
