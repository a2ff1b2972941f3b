import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import { MediaStreamAudioTrackSource, Mp3OutputFormat, Output, StreamTarget } from 'mediabunny';

/** Good for a voice, and 12,000 bytes a second. */
const bitrate = 96_000;

export type Capture = {
	pause: () => void;
	resume: () => void;
	/** Ends it, once all that was said is written. */
	stop: () => Promise<void>;
};

export type Capturing = {
	/** Takes the next bytes of an MP3 that may be cut off after any of them. */
	write: (bytes: Uint8Array<ArrayBuffer>) => void;
	/** Hears how loud it is, 0 to 1, for so many seconds. */
	heard: (level: number, seconds: number) => void;
	/** Hears that nothing more can be captured. */
	failed: () => void;
};

/** The voice of this device. Throws a DOMException where it is refused, or where there is none. */
export function openMicrophone(): Promise<MediaStream> {
	return navigator.mediaDevices.getUserMedia({
		audio: {
			...{ channelCount: 1, echoCancellation: false },
			...{ noiseSuppression: true, autoGainControl: true }
		}
	});
}

/** Makes MP3 of what a microphone hears, in every browser the same; lets go of the microphone when it is stopped. */
export async function capture(
	microphone: MediaStream,
	{ write, heard, failed }: Capturing
): Promise<Capture> {
	registerMp3Encoder();
	const target = new StreamTarget(new WritableStream({ write: ({ data }) => write(data.slice()) }));
	const output = new Output({ format: new Mp3OutputFormat({ xingHeader: false }), target });
	const [track] = microphone.getAudioTracks();
	const release = () => {
		for (const each of microphone.getTracks()) each.stop();
	};
	const source = new MediaStreamAudioTrackSource(track as MediaStreamAudioTrack, {
		...{ codec: 'mp3', bitrate },
		onEncodedSample: (sample) => {
			const data = new Float32Array(sample.numberOfFrames);
			sample.copyTo(data, { planeIndex: 0, format: 'f32-planar' });
			heard(loudness(data), sample.duration);
		}
	});
	source.errorPromise.catch(failed);
	track?.addEventListener('ended', failed);
	output.addAudioTrack(source);
	try {
		await output.start();
	} catch (error) {
		release();
		throw error;
	}
	return {
		pause: () => source.pause(),
		resume: () => source.resume(),
		stop: async () => {
			track?.removeEventListener('ended', failed);
			await output.finalize().finally(release);
		}
	};
}

/** The root mean square of samples between -1 and 1. */
export function loudness(samples: Float32Array): number {
	return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / (samples.length || 1));
}
