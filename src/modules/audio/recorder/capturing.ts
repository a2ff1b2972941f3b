import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
	canEncodeVideo,
	MediaStreamAudioTrackSource,
	MediaStreamVideoTrackSource,
	Mp3OutputFormat,
	Mp4OutputFormat,
	Output,
	StreamTarget
} from 'mediabunny';
import { registerAac } from '../aac.ts';

/** Good for a voice, and 12,000 bytes a second. */
const bitrate = 96_000;
const pictures = { width: 1280, height: 720, bitrate: 1_500_000 };

export type Capture = {
	pause: () => void;
	resume: () => void;
	/** Ends it, once all that was said is written. */
	stop: () => Promise<void>;
};

export type Capturing = {
	/** Takes the next bytes of an MP3, or of an MP4 in fragments, that may be cut off after any of them. */
	write: (bytes: Uint8Array<ArrayBuffer>) => void;
	/** Hears how loud it is, 0 to 1, for so many seconds. */
	heard: (level: number, seconds: number) => void;
	/** Hears that nothing more can be captured, or that a camera shows nothing. */
	failed: (dark?: 'dark') => void;
	/** Hears that the device hears nothing for a while, as during a call, or hears again. */
	muted?: (is: boolean) => void;
};

/** The voice of this device, and what its camera sees for a film. Throws a DOMException where they are refused, or where there are none. */
export async function openDevice(film = false): Promise<MediaStream> {
	if (film) await registerAac();
	return navigator.mediaDevices.getUserMedia({
		audio: {
			...{ channelCount: 1, echoCancellation: false },
			...{ noiseSuppression: true, autoGainControl: true }
		},
		video: film && {
			...{ facingMode: 'user', frameRate: { max: 30 } },
			...{ width: { ideal: pictures.width }, height: { ideal: pictures.height } }
		}
	});
}

/** Whether this browser can make a film that plays everywhere. */
export const canFilm = (): Promise<boolean> => canEncodeVideo('avc', pictures);

/** In seconds. */
const firstPictureWithin = 15;

/** Makes MP3 of what a microphone hears, in every browser the same, and a film with what a camera sees; lets go of both when it is stopped. */
export async function capture(
	device: MediaStream,
	{ write, heard, failed, muted }: Capturing
): Promise<Capture> {
	const [voice] = device.getAudioTracks();
	const [sight] = device.getVideoTracks();
	if (!sight) registerMp3Encoder();
	const format = sight
		? new Mp4OutputFormat({ fastStart: 'fragmented' })
		: new Mp3OutputFormat({ xingHeader: false });
	const target = new StreamTarget(new WritableStream({ write: ({ data }) => write(data.slice()) }));
	const output = new Output({ format, target });
	let dark: ReturnType<typeof setTimeout> | undefined;
	const release = () => {
		clearTimeout(dark);
		for (const each of device.getTracks()) each.stop();
	};
	const source = new MediaStreamAudioTrackSource(voice as MediaStreamAudioTrack, {
		...{ codec: sight ? 'aac' : 'mp3', bitrate },
		onEncodedSample: (sample) => {
			const data = new Float32Array(sample.numberOfFrames);
			sample.copyTo(data, { planeIndex: 0, format: 'f32-planar' });
			heard(loudness(data), sample.duration);
		}
	});
	output.addAudioTrack(source);
	const sources: (MediaStreamAudioTrackSource | MediaStreamVideoTrackSource)[] = [source];
	if (sight) {
		// Nothing is written before there is a picture.
		dark = setTimeout(() => failed('dark'), firstPictureWithin * 1_000);
		const seen = new MediaStreamVideoTrackSource(sight as MediaStreamVideoTrack, {
			...{ codec: 'avc', bitrate: pictures.bitrate, keyFrameInterval: 1 },
			// A telephone is turned over in the midst of it.
			sizeChangeBehavior: 'contain',
			onEncodedPacket: () => clearTimeout(dark)
		});
		output.addVideoTrack(seen);
		sources.push(seen);
	}
	const gone = () => failed();
	for (const each of sources) each.errorPromise.catch(gone);
	voice?.addEventListener('mute', () => muted?.(true));
	voice?.addEventListener('unmute', () => muted?.(false));
	if (voice?.muted) muted?.(true);
	for (const each of device.getTracks()) {
		each.addEventListener('ended', gone);
		if (each.readyState === 'ended') gone();
	}
	try {
		await output.start();
	} catch (error) {
		release();
		await output.cancel().catch(() => {});
		throw error;
	}
	return {
		pause: () => {
			clearTimeout(dark);
			for (const each of sources) each.pause();
		},
		resume: () => sources.forEach((each) => each.resume()),
		stop: async () => {
			for (const each of device.getTracks()) each.removeEventListener('ended', gone);
			await output.finalize().finally(release);
		}
	};
}

/** The root mean square of samples between -1 and 1. */
export function loudness(samples: Float32Array): number {
	return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / (samples.length || 1));
}
