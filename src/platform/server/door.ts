import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import { Forbidden, Invalid } from '../errors.ts';
import { instant } from './clock.ts';
import { as, asSystem, type SystemReason, type Tx } from './db/database.ts';
import { refusalOf } from './db/refusals.ts';
import { record, type Happening } from './events.ts';

/** Whoever is asking, once signed in. */
export type Actor = { id: string; name: string; zone: string; locale: string; steward: boolean };

export type Context<Input, Who = Actor, Ready = unknown> = {
	actor: Who;
	input: Input;
	/** What `before` made ready. */
	ready: Ready;
	tx: Tx;
	/** The instant of this call (RFC 3339); every row that it writes bears it. */
	at: string;
	record: (happening: Happening) => Promise<void>;
};

/** A file that the command line or the API hands over rides in the input; everything else is JSON. */
export type Spec<I extends z.ZodType, O extends z.ZodType, Who, Ready = unknown> = {
	/** The operation id: what the API calls it. */
	id: string;
	summary: string;
	http: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
	input: I;
	output: O;
	/** What takes its time and needs no transaction: decoding a picture, fetching a page. It comes before `can`. */
	before?: (given: { actor: Who; input: z.output<I> }) => Promise<Ready>;
	/** Takes back what `before` made when nothing came of it. */
	undo?: (ready: Ready) => Promise<void>;
	can: (context: Context<z.output<I>, Who, Ready>) => boolean | Promise<boolean>;
	run: (context: Context<z.output<I>, Who, Ready>) => Promise<z.input<O>>;
	/** The largest request body that the API takes for it, in bytes; 4 MB unless it says more. */
	bodyLimit?: number;
	/** True where nothing of what is asked may be kept beside who asks it, not even as a hash. */
	traceless?: boolean;
	/** Why this door may see everything; without a reason it sees what its actor sees. */
	system?: SystemReason;
};

export type Door<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, Who = Actor> = {
	(actor: Who, input: z.input<I>): Promise<z.input<O>>;
	spec: Omit<Spec<I, O, Who, never>, 'before' | 'undo'>;
	/** For callers that know a door by its name alone. */
	ask: (actor: Actor | null, given: unknown) => Promise<unknown>;
};

/** What every door shares, whatever its schemas. */
export type AnyDoor = {
	spec: Pick<
		Spec<z.ZodType, z.ZodType, never>,
		'id' | 'summary' | 'http' | 'input' | 'output' | 'system' | 'bodyLimit' | 'traceless'
	>;
	ask: (actor: Actor | null, given: unknown) => Promise<unknown>;
};

/** A use case for members: parses its input, checks its right, and does its work in one transaction. Throws the five errors. */
export function door<I extends z.ZodType, O extends z.ZodType, Ready = undefined>(
	spec: Spec<I, O, Actor, Ready>
): Door<I, O> {
	return make(spec, (actor) => {
		if (!actor) throw new Forbidden('Sign in first');
	});
}

/** A use case that strangers may try too. */
export function openDoor<I extends z.ZodType, O extends z.ZodType, Ready = undefined>(
	spec: Spec<I, O, Actor | null, Ready>
): Door<I, O, Actor | null> {
	return make(spec, () => {});
}

/** The transaction that the doors of one page read in together. */
type Reading = { person: string; tx: Tx; under: Set<Promise<unknown>> };

const reading = new AsyncLocalStorage<Reading>();

/** Runs `work`, whose doors that only read share one transaction and so one view of the place; `work` calls no other doors. */
export function readTogether<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
	return as(actor.id, async (tx) => {
		const under = new Set<Promise<unknown>>();
		try {
			return await reading.run({ person: actor.id, tx, under }, work);
		} finally {
			// When one door throws, the others must not go on with a connection that is somebody else's by then.
			await Promise.allSettled(under);
		}
	});
}

export const anyMember = () => true;
export const anyone = () => true;
export const stewards = ({ actor }: { actor: Actor }) => actor.steward;

function make<I extends z.ZodType, O extends z.ZodType, Who extends Actor | null, Ready>(
	spec: Spec<I, O, Who, Ready>,
	admit: (actor: Who) => void
): Door<I, O, Who> {
	const within = (actor: Who, input: z.output<I>, ready: Ready) => {
		const at = instant();
		const work = async (tx: Tx) => {
			const context = {
				actor,
				input,
				ready,
				tx,
				at,
				record: (happening: Happening) => record(tx, actor?.id ?? null, at, happening)
			};
			try {
				if (!(await spec.can(context))) throw new Forbidden('This is not yours to do');
				return await spec.run(context);
			} catch (error) {
				throw refusalOf(error) ?? error;
			}
		};
		if (spec.system) return asSystem(spec.system, work);
		const together = reading.getStore();
		if (!together || together.person !== actor?.id || !spec.http.startsWith('GET'))
			return as(actor?.id ?? null, work);
		const running = work(together.tx);
		together.under.add(running);
		return running;
	};
	const call = async (actor: Who, given: z.input<I>) => {
		admit(actor);
		const input = parse(spec.input, given);
		if (!spec.before) return within(actor, input, undefined as Ready);
		const ready = await spec.before({ actor, input });
		try {
			return await within(actor, input, ready);
		} catch (error) {
			await spec.undo?.(ready);
			throw error;
		}
	};
	return Object.assign(call, {
		spec,
		ask: (actor: Actor | null, given: unknown) => call(actor as Who, given as z.input<I>)
	});
}

function parse<I extends z.ZodType>(schema: I, given: unknown): z.output<I> {
	const parsed = schema.safeParse(given);
	if (!parsed.success)
		throw new Invalid(
			parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
		);
	const strange = unstorable(parsed.data);
	if (strange)
		throw new Invalid([{ field: strange.join('.'), message: 'This holds a broken character' }]);
	return parsed.data;
}

/** Where a text holds what no database stores: a null character, or half a surrogate pair. */
function unstorable(value: unknown): string[] | undefined {
	if (typeof value === 'string')
		return value.includes('\0') || !value.isWellFormed() ? [] : undefined;
	if (typeof value !== 'object' || value === null || value instanceof Blob) return undefined;
	for (const [key, one] of Object.entries(value)) {
		const below = unstorable(key) ?? unstorable(one);
		if (below) return [key, ...below];
	}
	return undefined;
}
