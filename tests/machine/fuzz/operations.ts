// What a running server says of its own operations, and the calls made from it.
import { expect } from 'vitest';

export type Schema = {
	type?: string;
	format?: string;
	pattern?: string;
	enum?: unknown[];
	const?: unknown;
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	anyOf?: Schema[];
	oneOf?: Schema[];
	allOf?: Schema[];
	maxLength?: number;
};

export type Operation = {
	id: string;
	method: string;
	path: string;
	/** Every field it takes, wherever it travels. */
	fields: Record<string, Schema>;
	inPath: string[];
};

type Parameter = { name: string; in: 'path' | 'query' | 'header'; schema: Schema };
type Described = {
	operationId: string;
	parameters: Parameter[];
	requestBody?: { content: { 'application/json': { schema: Schema } } };
};

/** Every operation that the server at `origin` describes. */
export async function operationsAt(origin: string): Promise<Operation[]> {
	const answer = await fetch(`${origin}/api/v1/openapi.json`);
	const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Described>> };
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { operationId, parameters, requestBody }]) => {
			const sent = parameters.filter((parameter) => parameter.in !== 'header');
			const body = requestBody?.content['application/json'].schema.properties;
			return {
				id: operationId,
				method: method.toUpperCase(),
				path,
				fields: { ...Object.fromEntries(sent.map(({ name, schema }) => [name, schema])), ...body },
				inPath: sent.filter((one) => one.in === 'path').map(({ name }) => name)
			};
		})
	);
}

export type Given = Record<string, unknown>;

/** One call: who asks, and either fields or a body as it is. */
export type Call = {
	operation: Operation;
	token?: string;
	given: Given;
	body?: string | Uint8Array<ArrayBuffer>;
};

const refusals = [400, 401, 403, 404, 409, 422, 429];

/** Makes a call; fails unless it is answered, or refused by a problem document of the right shape. Returns the status. */
export async function make(origin: string, call: Call): Promise<number> {
	const { operation, token, given, body } = call;
	const { method } = operation;
	const answer = await fetch(addressOf(origin, call), {
		method,
		headers: {
			'content-type': 'application/json',
			...(token && { authorization: `Bearer ${token}` })
		},
		...(takesBody(method) && { body: body ?? JSON.stringify(rest(operation, given)) })
	});
	const text = await answer.text();
	const told = `${operation.id} ${JSON.stringify(body ?? given)?.slice(0, 600)}: ${text.slice(0, 600)}`;
	if (answer.ok) return answer.status;
	expect(refusals, `${answer.status} ${told}`).toContain(answer.status);
	expect(answer.headers.get('content-type'), told).toBe('application/problem+json');
	const problem = JSON.parse(text) as { fields?: { field: unknown; message: unknown }[] };
	expect(problem, told).toMatchObject({
		type: expect.stringMatching(/^urn:junto:/),
		title: expect.stringMatching(/\S/),
		status: answer.status,
		detail: expect.any(String)
	});
	for (const { field, message } of problem.fields ?? [])
		expect([typeof field, typeof message], told).toEqual(['string', 'string']);
	if (answer.status === 422) expect(problem.fields?.length, told).toBeGreaterThan(0);
	return answer.status;
}

export const takesBody = (method: string) => !['GET', 'DELETE'].includes(method);

/** Node itself turns away an address beyond 16 kB. */
const addressAtMost = 6_000;

function addressOf(origin: string, { operation, given }: Call): string {
	const { path, method, inPath } = operation;
	const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => part(given[name]));
	const url = `${origin}/api/v1${filled}`;
	if (takesBody(method)) return url;
	const query = Object.entries(given)
		.filter(([name, value]) => !inPath.includes(name) && value !== undefined)
		.map(([name, value]) => `${encode(name)}=${encode(value)}`);
	return query.length > 0 ? `${url}?${query.join('&')}` : url;
}

function rest({ inPath }: Operation, given: Given): Given {
	return Object.fromEntries(Object.entries(given).filter(([name]) => !inPath.includes(name)));
}

/** An empty part, `.` or `..` would be another address. */
function part(value: unknown): string {
	const text = encode(value);
	return /^(\.|%2e){0,2}$/i.test(text) ? 'x' : text;
}

function encode(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	// Half a pair of surrogates cannot be encoded: its bytes can be sent all the same.
	return Array.from(text.slice(0, addressAtMost / 6), (sign) =>
		sign.isWellFormed() ? encodeURIComponent(sign) : '%ED%A0%80'
	)
		.join('')
		.slice(0, addressAtMost)
		.replace(/%.?$/, '');
}
