import { lookInto } from './editing.ts';
import { forgetTake, keepChunk, keepTake, keptSound, keptTakes } from './kept.ts';
import { beingRecorded, stopSending } from './recording.ts';

/** Something said and not used yet: on this device, or only where the place has it. */
export type Take = {
	key: string;
	sound: Blob;
	seconds: number;
	/** Its name on this device. */
	kept: number | null;
	/** Whether this device has as much of it as the place. */
	whole: boolean;
	/** Its name in the place. */
	recording: string | null;
};

type Whose = { person: string; page: string };

/** What somebody said for a page and did not use yet, in the order of its saying, from this device and from others. */
export async function waitingTakes(person: string, page: string): Promise<Take[]> {
	const [here, there, busy] = await Promise.all([
		keptTakes(person, page),
		takesThere(page),
		beingRecorded()
	]);
	const own = here.filter(({ id }) => !busy.has(id));
	const known = new Set(here.map(({ recording }) => recording));
	const elsewhere = there.filter(({ recording }) => !known.has(recording));
	const takes = await Promise.all([
		...elsewhere.toReversed().map(async ({ recording, src }) => {
			const sound = await soundThere(src);
			return shown({ key: recording, sound, kept: null, whole: false, recording });
		}),
		...own.map(async ({ id, recording }) => {
			const kept = await keptSound(id);
			const copy = there.find((one) => one.recording === recording);
			// A device without room has less of it than the place.
			const whole = !copy || copy.bytes <= kept.size;
			const sound = whole ? kept : await soundThere(copy.src);
			return shown({ key: String(id), sound, kept: id, whole, recording });
		})
	]);
	return takes.filter(({ seconds }) => seconds > 0);
}

/** Keeps a take that was made of others; returns its key. */
export async function addTake(whose: Whose, sound: Blob): Promise<string> {
	const { id } = await keepTake({ ...whose, recording: null });
	await keepChunk(id, 0, sound);
	return String(id);
}

/** Forgets a take here and in the place. */
export async function dropTake({ kept, recording }: Take): Promise<void> {
	if (kept !== null) await forgetTake(kept);
	if (!recording) return;
	await stopSending(recording);
	await fetch(`/api/v1/recordings/${recording}`, { method: 'DELETE', keepalive: true }).catch(
		() => {}
	);
}

type There = { recording: string; bytes: number; src: string };

async function takesThere(page: string): Promise<There[]> {
	const answer = await fetch(`/api/v1/recordings?page=${encodeURIComponent(page)}`).catch(
		() => null
	);
	if (!answer?.ok) return [];
	return ((await answer.json()) as { items: There[] }).items;
}

async function soundThere(src: string): Promise<Blob> {
	const answer = await fetch(src).catch(() => null);
	return answer?.ok ? answer.blob() : new Blob();
}

async function shown(take: Omit<Take, 'seconds'>): Promise<Take> {
	const { seconds, type } = await lookInto(take.sound).catch(() => ({ seconds: 0, type: '' }));
	return { ...take, sound: new Blob([take.sound], { type }), seconds };
}

/** Whether something is seen in it, and whether it can be cut and joined: MP3 can. */
export const isFilmed = ({ sound }: Take): boolean => sound.type === 'video/mp4';
export const isCut = ({ sound }: Take): boolean => sound.type === 'audio/mpeg';
