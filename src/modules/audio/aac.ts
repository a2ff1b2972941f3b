import { canEncodeAudio } from 'mediabunny';

/** Has every browser make AAC; what does it where a browser cannot is fetched for that alone. */
export async function registerAac(): Promise<void> {
	if (await canEncodeAudio('aac')) return;
	(await import('@mediabunny/aac-encoder')).registerAacEncoder();
}
