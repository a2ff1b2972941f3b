import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { Invalid, type Field } from '../../errors.ts';
import { bytesAtMost } from '../../files.ts';
import type { Actor } from '../door.ts';
import type { Cookie } from '../auth.ts';
import { problemOf } from './problems.ts';

/** A page's load for members; a stranger is sent to sign in. What doors throw is mapped in the error hook. */
export function page<Event extends RequestEvent, Data>(
	load: (actor: Actor, event: Event) => Promise<Data>
) {
	return (event: Event): Promise<Data> => load(member(event), event);
}

export type Refused = { fields: Field[]; values: Record<string, string> };

/** A form action for members. What a door finds wrong comes back beside its field with everything that was typed. */
export function action<Event extends RequestEvent, Data>(
	act: (actor: Actor, form: Form, event: Event) => Promise<Data>
) {
	return openAction<Event, Data>((form, event) => act(member(event), form, event));
}

/** A form action for anyone. */
export function openAction<Event extends RequestEvent, Data>(
	act: (form: Form, event: Event) => Promise<Data>
) {
	return async (event: Event): Promise<Data | ActionFailure<Refused>> => {
		const form = new Form(await event.request.formData());
		try {
			return await act(form, event);
		} catch (thrown) {
			const problem = problemOf(thrown);
			if (!problem || problem.status === 404 || problem.status === 403) throw thrown;
			const fields = problem.fields ?? [{ field: '', message: problem.detail }];
			return fail(problem.status, { fields, values: form.values() });
		}
	};
}

/** What a browser's form sent. */
export class Form {
	readonly data: FormData;

	constructor(data: FormData) {
		this.data = data;
	}

	/** The text of a field; empty when it was not sent. */
	text(name: string): string {
		const value = this.data.get(name);
		return typeof value === 'string' ? value : '';
	}

	/** The text of a field, empty or not; undefined when the form has no such field. */
	sent(name: string): string | undefined {
		return this.data.has(name) ? this.text(name) : undefined;
	}

	/** The number in a field; null when it is empty, undefined when the form has no such field. */
	number(name: string): number | null | undefined {
		const text = this.sent(name)?.trim();
		return text ? Number(text) : text === '' ? null : undefined;
	}

	/** Every value of a field that may be sent more than once. */
	all(name: string): string[] {
		return this.data.getAll(name).filter((value) => typeof value === 'string');
	}

	/** An uploaded file, unless none was chosen. */
	file(name: string): File | undefined {
		const value = this.data.get(name);
		return value instanceof File && value.size > 0 ? value : undefined;
	}

	/** Whatever was typed, to be shown again; passwords are not. */
	values(): Record<string, string> {
		return Object.fromEntries(
			[...this.data].flatMap(([name, value]) =>
				typeof value === 'string' && !name.includes('password') ? [[name, value]] : []
			)
		);
	}
}

/** A chosen file as doors take it. Throws Invalid for one that is too large to read. */
export async function base64Of(file: File): Promise<string> {
	if (file.size > bytesAtMost)
		throw new Invalid([
			{ field: 'file', message: `Choose a file of at most ${bytesAtMost / 1_000_000} MB` }
		]);
	return Buffer.from(await file.arrayBuffer()).toString('base64');
}

/** Hands the sign-in library's cookies to the browser. */
export function setCookies(event: RequestEvent, cookies: Cookie[]): void {
	for (const { name, value, ...options } of cookies) event.cookies.set(name, value, options);
}

function member(event: RequestEvent): Actor {
	const { actor } = event.locals;
	if (actor) return actor;
	const to = event.url.pathname + (event.request.method === 'GET' ? event.url.search : '');
	redirect(303, `/sign-in?to=${encodeURIComponent(to)}`);
}
