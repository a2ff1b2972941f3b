type Words = { id: string; words: string };

/** The voice of this device for a language, such as `de`; undefined where it has none. No voice is taken that sends the words elsewhere. */
export async function machineVoice(language: string): Promise<MachineVoice | undefined> {
	if (!('speechSynthesis' in globalThis)) return undefined;
	const voice = pick(language) ?? (await later(language));
	return voice && new DeviceVoice(voice);
}

/** What reads blocks aloud, one after the other. */
export interface MachineVoice {
	/** The block that is read now. */
	readonly block: string | null;
	/** Reads these blocks, and calls `done` after the last, unless it is stopped before. */
	read(blocks: Words[], done: () => void): void;
	stop(): void;
}

/** Has what the server makes of each block, below an address. */
export class ServerVoice implements MachineVoice {
	block = $state<string | null>(null);
	readonly #address: string;
	readonly #audio = new Audio();

	constructor(address: string) {
		this.#address = address;
		this.#audio.onerror = () => this.stop();
	}

	read(blocks: Words[], done: () => void): void {
		const [block, ...rest] = blocks;
		if (!block) {
			this.stop();
			return done();
		}
		this.block = block.id;
		this.#audio.onended = () => this.read(rest, done);
		this.#audio.src = `${this.#address}/${block.id}`;
		// Another block, or none, may be wanted before this one begins.
		this.#audio.play().catch(() => {});
	}

	stop(): void {
		this.block = null;
		this.#audio.onended = null;
		this.#audio.pause();
	}
}

/** The device's own voice, sentence by sentence. */
class DeviceVoice implements MachineVoice {
	block = $state<string | null>(null);
	readonly #voice: SpeechSynthesisVoice;
	/** Counts what was begun: what was stopped says nothing more. */
	#turn = 0;

	constructor(voice: SpeechSynthesisVoice) {
		this.#voice = voice;
	}

	read(blocks: Words[], done: () => void): void {
		this.stop();
		const turn = this.#turn;
		const next = (place: number): void => {
			const block = blocks[place];
			if (turn !== this.#turn) return;
			this.block = block?.id ?? null;
			if (!block) return done();
			this.#say(block.words, () => next(place + 1));
		};
		next(0);
	}

	stop(): void {
		this.#turn += 1;
		this.block = null;
		speechSynthesis.cancel();
	}

	/** Some devices fall silent within a long text, not within a sentence. */
	#say(words: string, said: () => void): void {
		const { lang } = this.#voice;
		const sentences = [...new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(words)];
		for (const [place, { segment }] of sentences.entries()) {
			const utterance = new SpeechSynthesisUtterance(segment);
			utterance.voice = this.#voice;
			utterance.lang = lang;
			if (place === sentences.length - 1) {
				utterance.onend = said;
				utterance.onerror = said;
			}
			speechSynthesis.speak(utterance);
		}
	}
}

function pick(language: string): SpeechSynthesisVoice | undefined {
	const ours = speechSynthesis
		.getVoices()
		.filter(({ localService, lang }) => localService && lang.split(/[-_]/)[0] === language);
	return ours.find((voice) => voice.default) ?? ours[0];
}

/** Browsers learn of their voices after a while, or never. */
function later(language: string): Promise<SpeechSynthesisVoice | undefined> {
	return new Promise((resolve) => {
		speechSynthesis.addEventListener('voiceschanged', () => resolve(pick(language)), {
			once: true
		});
	});
}
