export type SoundType = 'audio/mpeg' | 'audio/mp4' | 'video/mp4';

/** What a recording is made of: the codec of its voice, the full name of its pictures' codec (RFC 6381), the type of what holds both. */
export type Made = { voice: string | null; pictures: string | null; container: string };

/** The type of a recording that plays everywhere: MP3, AAC in MP4, or that with H.264 of 4:2:0; undefined for every other. */
export function soundType({ voice, pictures, container }: Made): SoundType | undefined {
	if (pictures !== null) {
		const known = /^avc1\.(42|4d|58|64)/i.test(pictures) && container.startsWith('video/mp4');
		return known && voice === 'aac' ? 'video/mp4' : undefined;
	}
	if (voice === 'mp3' && container.startsWith('audio/mpeg')) return 'audio/mpeg';
	if (voice === 'aac' && container.startsWith('audio/mp4')) return 'audio/mp4';
	return undefined;
}
