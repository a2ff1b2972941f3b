export type SoundType = 'audio/mpeg' | 'audio/mp4';

/** The type of a sound that plays everywhere, by its codec and its container's type: MP3, or AAC in MP4; undefined for every other. */
export function soundType(codec: string | null, container: string): SoundType | undefined {
	if (codec === 'mp3' && container.startsWith('audio/mpeg')) return 'audio/mpeg';
	if (codec === 'aac' && container.startsWith('audio/mp4')) return 'audio/mp4';
	return undefined;
}
