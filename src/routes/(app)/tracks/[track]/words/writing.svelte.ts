import type { Cue } from '#modules/audio/audio.ts';
import { isSame, rowsOf, type Row } from '#modules/audio/cues.ts';
import type { Suggestion } from './suggestions.ts';
import { hasRoom, keepWords, keptWords, type Base, type Kept } from './kept.ts';

/** How many steps can be taken back. */
const stepsAtMost = 100;

/** The words of a take while somebody writes them: nothing of it is lost, and each step can be taken back. */
export class Writing {
	rows = $state.raw<Row[]>([]);
	/** The row in which one writes, or wrote last. */
	current = $state<number>();
	/** Words that were not saved and stand on others than these. */
	others = $state.raw<Kept[]>([]);
	/** Whether this device had room for what is not saved. */
	kept = $state(true);
	base = $state.raw<Base>({ take: '', since: '' });
	/** As they are saved. */
	#saved = $state.raw<Row[]>([]);
	/** As they were before each step, the last one last. */
	#steps = $state.raw<Row[][]>([]);
	/** The row in which the last step was typing. */
	#typing: number | undefined;
	/** What this device keeps of them, and of others that were used in them. */
	#kept: Kept | null = null;
	#used: Kept[] = [];
	/** As they were sent to be saved. */
	#sent: Row[] = [];
	readonly #name: string;

	/** Words to begin with, which are those that are saved unless they are `earlier` ones; what is not saved is kept under a name. */
	constructor(name: string, base: Base, cues: Cue[]) {
		this.#name = name;
		this.base = base;
		this.rows = rowsOf(cues);
		this.#saved = base.since ? this.rows : [];
	}

	/** Whether they are not saved. */
	get changed(): boolean {
		return !isSame(this.rows, this.#saved);
	}

	/** Whether they would be lost with the page. */
	get loose(): boolean {
		return !this.kept && (this.changed || this.others.length > 0);
	}

	get undoable(): boolean {
		return this.#steps.length > 0;
	}

	/** Where the row is in which one writes, or wrote last; -1 where it is gone. */
	get place(): number {
		return this.rows.findIndex(({ id }) => id === this.current);
	}

	/** Offers what this device keeps of other words; goes `on` with what it keeps of these. */
	recall(on: boolean): void {
		const all = keptWords(this.#name);
		const mine = on ? all.findLast((one) => stands(one, this.base)) : undefined;
		this.others = all.filter((one) => one !== mine);
		this.kept = hasRoom(this.#name);
		if (!mine) return;
		this.#kept = mine;
		this.rows = rowsOf(mine.rows);
	}

	/** Takes in what is saved by now. Where others were saved meanwhile, those are shown, and what is not saved is set aside. */
	meet(base: Base, cues: Cue[]): void {
		const saved = base.since ? rowsOf(cues) : [];
		const [known, changed] = [stands(base, this.base), this.changed];
		const mine = base.take === this.base.take && saysSame(saved, this.#sent);
		this.#saved = saved;
		if (known) return;
		const unsaved = { ...this.base, rows: this.rows };
		this.base = base;
		if (mine) return this.#keep();
		if (changed) {
			this.others = [...this.others, this.#kept ?? unsaved];
			this.#kept = null;
			this.#step();
		}
		this.rows = saved;
	}

	/** Changes them in one step. */
	change(rows: Row[]): void {
		this.#step();
		this.rows = rows;
		this.#keep();
	}

	/** Changes the words of a row; what is typed there in one go is one step. */
	type(place: number, text: string): void {
		const row = this.rows[place]!;
		if (this.#typing !== row.id) this.#step();
		this.#typing = row.id;
		this.rows = this.rows.with(place, { ...row, text });
		this.#keep();
	}

	undo(): void {
		const rows = this.#steps.at(-1);
		if (!rows) return;
		this.#steps = this.#steps.slice(0, -1);
		this.#typing = undefined;
		this.rows = rows;
		this.#keep();
	}

	/** Goes back to what is saved. */
	discard(): void {
		this.change(this.#saved);
	}

	/** Goes on with other words, which stay on this device until they are saved. */
	useOther(other: Kept): void {
		this.#used.push(other);
		this.others = this.others.filter((one) => one !== other);
		this.change(rowsOf(other.rows));
	}

	dismissOther(other: Kept): void {
		this.others = this.others.filter((one) => one !== other);
		keepWords(this.#name, other, null);
	}

	/** Has better words in a row, where the place has them since an instant. */
	use({ place, words }: Suggestion, id: number | undefined, since: string): void {
		const put = (row: Row) => ({ ...row, text: words, was: words });
		this.#saved = this.#saved.map((row, at) => (at === place ? put(row) : row));
		this.base = { ...this.base, since };
		this.change(this.rows.map((row) => (row.id === id ? put(row) : row)));
	}

	/** Remembers what is on its way to be saved. */
	send(): void {
		this.#sent = this.rows;
	}

	/** Nothing is kept of what was sent, as it is saved; false where more was written since, which is. */
	saved(): boolean {
		if (this.rows !== this.#sent) return false;
		for (const one of [this.#kept, ...this.#used]) if (one) keepWords(this.#name, one, null);
		this.#kept = null;
		this.#saved = this.rows;
		return true;
	}

	#step(): void {
		this.#typing = undefined;
		this.#steps = [...this.#steps, this.rows].slice(-stepsAtMost);
	}

	#keep(): void {
		const now = this.changed ? { ...this.base, rows: this.rows } : null;
		this.kept = keepWords(this.#name, this.#kept, now);
		this.#kept = now;
	}
}

const stands = (one: Base, other: Base) => one.take === other.take && one.since === other.since;

/** Whether what is saved is what was sent; empty rows are not. */
function saysSame(saved: Row[], sent: Row[]): boolean {
	const said = sent.filter(({ text }) => text.trim() !== '');
	return (
		said.length > 0 &&
		said.length === saved.length &&
		said.every(({ text }, place) => text.trim() === saved[place]!.text)
	);
}
