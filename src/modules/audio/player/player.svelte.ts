import type { ShownTrack } from '../audio.ts';
import { deviceTime } from '#platform/device-clock.ts';
import { heardTo, isFilm } from '../words.ts';
import { knownPosition, tellPosition } from './positions.ts';
import { playing } from './playing.svelte.ts';

export type Playable = ShownTrack & { take: NonNullable<ShownTrack['take']> };

/** What is played one after the other, and where it stands. */
export type Queue = {
	tracks: Playable[];
	title: string;
	href: string;
	/** That each is heard from its beginning, wherever one stopped in it before. */
	whole?: boolean;
};

type Mark = { place: number; from: number; title: string };

export const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];

/** In minutes; `end` is the end of the track. */
export const sleeps = [5, 15, 30, 60, 'end'] as const;
export type Sleep = (typeof sleeps)[number] | null;

/** In seconds. */
const back = 15;
const forth = 30;
/** How many seconds pass at most between what is heard and what is remembered. */
const every = 5;
/** After so many seconds in which nothing was heard here, another device may have gone on. */
const awhile = 20;

/** Plays tracks one after the other, and remembers where I am in each. */
export class Player {
	queue = $state.raw<Queue>({ tracks: [], title: '', href: '' });
	place = $state(0);
	paused = $state(true);
	at = $state(0);
	seconds = $state(0);
	speed = $state(1);
	sleep = $state<Sleep>(null);
	failed = $state(false);
	/** Whether the pictures are shown on the page, rather than above the bar. */
	onPage = $state(false);
	readonly #voice = new Audio();
	readonly #film = document.createElement('video');
	/** The one of the two that plays; a voice goes on while a phone sleeps, which a film does not. */
	#sound: HTMLMediaElement = this.#voice;
	#home: HTMLElement | undefined;
	/** Where I was in what I heard since the page was opened, and how fast, by track and by voice. */
	readonly #places = new Map<string, number>();
	readonly #speeds = new Map<string, number>();
	#kept = 0;
	/** When it was told, on this device's clock, by track. */
	readonly #told = new Map<string, number>();
	/** Whether what is opened stands where it was heard to last. */
	#ready = false;
	/** Whether a second of it was asked for, wherever one stopped before. */
	#chosen = false;
	/** What is asked of the place, whether another device has gone on in it. */
	#asked: Playable | undefined;
	#waking: ReturnType<typeof setTimeout> | undefined;

	constructor() {
		for (const sound of [this.#voice, this.#film]) this.#follow(sound);
		this.#film.playsInline = true;
		this.#film.addEventListener('click', () => {
			if (!this.#film.controls) this.toggle();
		});
		this.#film.addEventListener('fullscreenchange', () => {
			this.#film.controls = document.fullscreenElement === this.#film;
		});
		this.#listenToKeys();
	}

	/** Whether what plays has pictures. */
	get pictures(): boolean {
		return this.track !== undefined && isFilm(this.track.take);
	}

	/** Shows the pictures above the bar, wherever no page shows them. */
	showAtHome(node: HTMLElement): () => void {
		this.#home = node;
		if (!this.onPage) node.append(this.#film);
		return () => (this.#home = undefined);
	}

	/** Shows the pictures on a page until that is left; they play on meanwhile, as they are never out of the document. */
	showOnPage(node: HTMLElement): () => void {
		this.onPage = true;
		node.append(this.#film);
		return () => {
			this.onPage = false;
			this.#home?.append(this.#film);
		};
	}

	fillScreen(): void {
		// On an iPhone only a film of its own kind fills the screen.
		const film: HTMLVideoElement & { webkitEnterFullscreen?: () => void } = this.#film;
		if (film.requestFullscreen) void film.requestFullscreen().catch(() => {});
		else film.webkitEnterFullscreen?.();
	}

	get track(): Playable | undefined {
		return this.queue.tracks[this.place];
	}

	/** What may be gone to: each track of the queue, and each chapter of it. */
	get marks(): Mark[] {
		return this.queue.tracks.flatMap(({ title, take }, place) => [
			...(take.chapters[0]?.from === 0 ? [] : [{ place, from: 0, title }]),
			...take.chapters.map((chapter) => ({ place, ...chapter }))
		]);
	}

	goTo({ place, from }: Mark): void {
		const track = this.queue.tracks[place];
		if (track) this.playFrom(this.queue, track.id, from);
	}

	/** What is left, in seconds as they pass at the chosen speed. */
	get left(): number {
		return Math.max(0, (this.seconds - this.at) / this.speed);
	}

	/** Plays a queue from a track on; what plays already goes on or pauses. Called by a tap, or the browser refuses. */
	play(queue: Queue, track: string): void {
		if (this.#plays(queue, track) && !this.failed) return this.toggle();
		this.#playAnew(queue, track);
	}

	/** Plays a track of a queue from a second of it. Called by a tap, or the browser refuses. */
	playFrom(queue: Queue, track: string, second: number): void {
		if (!this.#plays(queue, track) || !this.#ready) return this.#playAnew(queue, track, second);
		this.seek(second);
		if (this.#sound.paused) this.toggle();
	}

	toggle(): void {
		if (!this.#sound.paused) return this.#sound.pause();
		void this.#sound.play().catch(() => {});
		if (this.#ready) void this.#catchUp();
	}

	/** What a key does while something of the player has the focus. */
	pressed = (event: KeyboardEvent): void => {
		if (event.target instanceof HTMLSelectElement) return;
		const keys: Record<string, () => void> = {
			k: () => this.toggle(),
			j: this.skipBack,
			l: this.skipForth,
			n: () => this.step(1),
			p: () => this.step(-1)
		};
		const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
		if (!act || !this.track) return;
		event.preventDefault();
		act();
	};

	/** Goes to a second of what plays; of what is still being opened, once it is here. */
	seek(second: number): void {
		const { track } = this;
		if (track && !this.#ready) {
			this.#places.set(track.id, second);
			this.#chosen = true;
			this.at = second;
			return;
		}
		this.#sound.currentTime = Math.min(Math.max(0, second), this.seconds);
		this.at = this.#sound.currentTime;
		// Whoever chooses a second goes nowhere else.
		this.#asked = undefined;
		this.#remember();
	}

	skipBack = (): void => this.seek(this.at - back);
	skipForth = (): void => this.seek(this.at + forth);

	/** The next or the one before; the beginning of this one first. */
	step(by: 1 | -1): void {
		if (by === -1 && (this.at > 3 || this.place === 0)) return this.seek(0);
		this.#remember();
		if (this.place + by < this.queue.tracks.length) this.#open(this.place + by);
	}

	/** Plays this voice so fast from now on, on every device. */
	setSpeed(speed: number): void {
		const { track } = this;
		this.speed = speed;
		[this.#sound.playbackRate, this.#sound.defaultPlaybackRate] = [speed, speed];
		if (!track) return;
		this.#speeds.set(track.voice.id, speed);
		void fetch(`/api/v1/voices/${track.voice.id}/speed`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ speed })
		}).catch(() => {});
		this.#changed();
	}

	setSleep(sleep: Sleep): void {
		clearTimeout(this.#waking);
		this.sleep = sleep;
		if (typeof sleep === 'number')
			this.#waking = setTimeout(() => {
				this.#sound.pause();
				this.sleep = null;
			}, sleep * 60_000);
	}

	close(): void {
		this.setSleep(null);
		this.#remember();
		this.#ready = false;
		this.#silence();
		playing.shown = false;
		this.queue = { tracks: [], title: '', href: '' };
		if ('mediaSession' in navigator) navigator.mediaSession.metadata = null;
	}

	/** Whether the take of a track that a queue holds is what plays. */
	#plays(queue: Queue, track: string): boolean {
		const wanted = queue.tracks.find(({ id }) => id === track);
		return wanted !== undefined && wanted.take.id === this.track?.take.id;
	}

	#playAnew(queue: Queue, track: string, second?: number): void {
		const place = queue.tracks.findIndex(({ id }) => id === track);
		if (place < 0) return;
		this.#remember();
		if (second !== undefined) this.#places.set(track, second);
		this.queue = queue;
		this.#open(place, second !== undefined);
	}

	/** Begins a track, at the second that was `chosen` or where it was heard to last. */
	#open(place: number, chosen = false): void {
		const track = this.queue.tracks[place];
		if (!track) return;
		[this.#ready, this.#chosen] = [false, chosen];
		if (this.queue.whole && !chosen) this.#places.set(track.id, 0);
		[this.place, this.failed, this.at, this.seconds] = [place, false, 0, track.take.seconds];
		const speed = this.#speeds.get(track.voice.id) ?? track.speed;
		const sound = isFilm(track.take) ? this.#film : this.#voice;
		if (sound !== this.#sound) this.#silence();
		this.#sound = sound;
		sound.src = track.take.src;
		this.#film.replaceChildren(...captionsOf(track));
		[this.speed, sound.playbackRate, sound.defaultPlaybackRate] = [speed, speed, speed];
		playing.shown = true;
		void sound.play().catch(() => {});
		this.#tellSystem(track);
	}

	#silence(): void {
		if (document.fullscreenElement === this.#sound) void document.exitFullscreen();
		this.#sound.pause();
		this.#sound.removeAttribute('src');
		this.#sound.load();
	}

	#follow(sound: HTMLMediaElement): void {
		sound.preload = 'auto';
		const on = (event: string, act: () => void) =>
			sound.addEventListener(event, () => {
				if (sound === this.#sound) act();
			});
		on('loadedmetadata', () => this.#resume());
		on('timeupdate', () => this.#moved());
		on('play', () => this.#changed());
		on('pause', () => {
			this.#changed();
			if (!sound.ended) this.#remember();
		});
		on('ended', () => this.#ended());
		on('error', () => {
			this.failed = this.track !== undefined;
			this.#changed();
		});
	}

	/** Goes where another device of mine has gone since. */
	async #catchUp(): Promise<void> {
		const { track } = this;
		if (!track || this.queue.whole || !this.#hasRested(track)) return;
		const before = this.#kept;
		this.#asked = track;
		const second = await knownPosition(playing.person, track.id, track.take.number);
		if (this.#asked !== track) return;
		this.#asked = undefined;
		if (second === undefined || this.track !== track || this.#kept !== before) return;
		if (Math.abs(second - before) > every) this.seek(second);
	}

	#hasRested({ id }: Playable): boolean {
		return deviceTime() - (this.#told.get(id) ?? 0) > awhile * 1000;
	}

	/** Where I was, on whatever device that was; from the beginning once all was heard, or where it was recorded again. */
	#resume(): void {
		const { track } = this;
		if (!track) return;
		this.seconds = this.#sound.duration || track.take.seconds;
		const second = this.#places.get(track.id) ?? heardTo(track);
		if (second > 0 && second < this.seconds - 1) this.#sound.currentTime = second;
		this.#kept = second;
		this.#ready = true;
		const chosen = this.#chosen;
		this.#chosen = false;
		if (!chosen) return void this.#catchUp();
		if (second > 0 && this.#sound.paused) this.#remember();
	}

	#moved(): void {
		if (!this.#ready) return;
		this.at = this.#sound.currentTime;
		if (!this.#sound.paused && Math.abs(this.at - this.#kept) >= every) this.#remember();
	}

	#ended(): void {
		this.#remember(true);
		const last = this.place + 1 === this.queue.tracks.length;
		if (last || this.sleep === 'end') return this.setSleep(null);
		this.#open(this.place + 1);
	}

	#remember(heard = false): void {
		const { track } = this;
		// Until that is known, nothing is told that would undo it.
		if (!track || !this.#ready || this.#asked === track) return;
		const seconds = heard ? 0 : this.#sound.currentTime;
		this.#kept = seconds;
		this.#places.set(track.id, seconds);
		this.#told.set(track.id, deviceTime());
		tellPosition(playing.person, track.id, { take: track.take.number, seconds, heard });
	}

	#changed(): void {
		this.paused = this.#sound.paused;
		if (!('mediaSession' in navigator) || !Number.isFinite(this.#sound.duration)) return;
		navigator.mediaSession.playbackState = this.paused ? 'paused' : 'playing';
		navigator.mediaSession.setPositionState({
			duration: this.#sound.duration,
			playbackRate: this.speed,
			position: Math.min(this.#sound.currentTime, this.#sound.duration)
		});
	}

	#tellSystem({ title, voice }: Playable): void {
		if (!('mediaSession' in navigator)) return;
		const artwork = voice.face ? [{ src: `/files/${voice.face}` }] : [];
		const album = this.queue.title;
		navigator.mediaSession.metadata = new MediaMetadata({
			...{ title, artist: voice.name, album, artwork }
		});
	}

	/** The keys of a headset and of a lock screen. */
	#listenToKeys(): void {
		if (!('mediaSession' in navigator)) return;
		const keys: [MediaSessionAction, MediaSessionActionHandler][] = [
			['play', () => this.toggle()],
			['pause', () => this.toggle()],
			['seekbackward', this.skipBack],
			['seekforward', this.skipForth],
			['previoustrack', () => this.step(-1)],
			['nexttrack', () => this.step(1)],
			['seekto', ({ seekTime }) => this.seek(seekTime ?? 0)]
		];
		for (const [key, act] of keys) navigator.mediaSession.setActionHandler(key, act);
	}
}

/** What is said in a film, written down, for whoever cannot hear it. */
function captionsOf({ id, take }: Playable): HTMLTrackElement[] {
	if (!isFilm(take) || take.transcript !== 'timed') return [];
	const track = document.createElement('track');
	[track.kind, track.src, track.default] = ['captions', `/tracks/${id}/captions.vtt`, true];
	return [track];
}

let only: Player | undefined;

/** The one player of this browser's page. */
export const thePlayer = (): Player => (only ??= new Player());
