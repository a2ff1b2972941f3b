import scim from 'scimmy';
import { z } from 'zod';
import { Conflict, Forbidden, Invalid, NotFound } from '#platform/errors.ts';
import { log } from '#platform/server/log.ts';
import { problemOf, retryAfter } from '#platform/server/web/problems.ts';
import { asDirectory, type Directory } from './connecting.ts';
import { addEntry, changeEntry, entries, entry, removeEntry } from './persons.ts';
import { plainPatch, plainUser } from './sent.ts';
import { shown, soughtBy, wantedOf } from './users.ts';

const { Config, Resources, Schemas } = scim;

/** At most so many people in one answer. */
const most = 200;

Config.set({
	patch: true,
	filter: { supported: true, maxResults: most },
	sort: true,
	authenticationSchemes: [
		{
			type: 'oauthbearertoken',
			name: 'Bearer token',
			description: 'Made at the machine: junto directory connect'
		}
	]
});

/** What a request brings along, and what went wrong in it before the library made something else of that. */
type Asked = { directory: Directory; wrong?: unknown };

Resources.declare(Resources.User)
	.extend(Schemas.EnterpriseUser)
	.egress((resource, request: Asked) =>
		telling(request, async ({ directory }) => {
			if (resource.id) return shown(await entry(directory, resource.id));
			const { filter } = resource;
			const sought = soughtBy(filter);
			const all = (await entries(directory, sought)).map(shown);
			return filter && !sought ? matching(filter, all) : all;
		})
	)
	.ingress((resource, user, request: Asked) =>
		telling(request, async ({ directory }) => {
			const before = resource.id ? await entry(directory, resource.id) : undefined;
			const wanted = wantedOf(user, before);
			return shown(
				await (before ? changeEntry(directory, before, wanted) : addEntry(directory, wanted))
			);
		})
	)
	.degress((resource, request: Asked) =>
		telling(request, ({ directory }) => removeEntry(directory, resource.id!))
	);

/** Answers a SCIM 2.0 request (RFC 7644) at `path` below `base`: the directory of an organisation says who comes and goes. */
export async function answerScim(
	token: string | undefined,
	request: Request,
	{ base, path }: { base: string; path: string }
): Promise<Response> {
	for (const type of [...descriptions, Resources.User]) type.basepath(base);
	try {
		if (!token) throw new Forbidden('Send the token of a directory');
		const body = ['POST', 'PUT', 'PATCH'].includes(request.method) ? await bodyOf(request) : {};
		const query = Object.fromEntries(new URL(request.url).searchParams);
		const writes = request.method !== 'GET';
		return await asDirectory(token, writes, async (directory) => {
			const asked: Asked = { directory };
			try {
				return await answer(asked, request.method, path.split('/').filter(Boolean), query, body);
			} catch (error) {
				throw asked.wrong ?? error;
			}
		});
	} catch (error) {
		return refusal(error);
	}
}

const descriptions = [Resources.ServiceProviderConfig, Resources.ResourceType, Resources.Schema];

async function answer(
	asked: Asked,
	method: string,
	[endpoint, id, ...more]: string[],
	given: Record<string, string>,
	body: unknown
): Promise<Response> {
	if (more.length > 0) throw new NotFound('There is nothing here');
	const description = descriptions.find((one) => one.endpoint === `/${endpoint}`);
	if (description && method === 'GET') return said(await new description(id).read());
	if (endpoint !== 'Users') throw new NotFound('There is nothing here');
	const { User } = Resources;
	// What is asked back goes into no change: what was left out of the answer would be left out of the person.
	if (method === 'POST' && !id) return said(await new User().write(plainUser(body), asked), 201);
	if (method === 'PUT' && id) return said(await new User(id).write(plainUser(body), asked));
	if (method === 'PATCH' && id) return patch(id, plainPatch(body), asked);
	if (method === 'DELETE' && id) {
		await new User(id).dispose(asked);
		return new Response(null, { status: 204 });
	}
	if (method !== 'GET') throw new scim.Types.Error(405, '', 'This is not done here');
	const query = paging.parse(given);
	const read = await new User(id, {
		...query,
		...(query.filter && { filter: plainFilter(query.filter) })
	}).read(asked);
	return said(
		'totalResults' in read && query.startIndex > read.totalResults
			? { ...read, Resources: [] }
			: read
	);
}

async function patch(id: string, body: unknown, asked: Asked): Promise<Response> {
	const user = new Resources.User(id);
	const nothing = z.object({ Operations: z.array(z.unknown()).max(0) }).safeParse(body).success;
	const changed = nothing ? await user.read(asked) : await user.patch(body as never, asked);
	return changed ? said(changed) : new Response(null, { status: 204 });
}

/** Names as Junto shows them, without the schema that they are of. */
const plainFilter = (filter: string) =>
	filter.replace(/urn:ietf:params:scim:schemas:core:2\.0:user:/gi, '');

function matching<T extends object>(filter: { match: (all: T[]) => T[] }, all: T[]): T[] {
	try {
		return filter.match(all);
	} catch {
		throw new scim.Types.Error(400, 'invalidFilter', 'This filter is not understood here');
	}
}

const whole = (otherwise: number) => z.coerce.number().int().catch(otherwise).default(otherwise);
const paging = z.object({
	filter: z.string().max(2000).optional(),
	attributes: z.string().max(2000).optional(),
	excludedAttributes: z.string().max(2000).optional(),
	sortBy: z.string().max(200).optional(),
	sortOrder: z.enum(['ascending', 'descending']).optional().catch('ascending'),
	startIndex: whole(1).transform((index) => Math.max(1, index)),
	count: whole(100).transform((count) => Math.min(Math.max(0, count), most))
});

const bodyAtMost = 1_000_000;

async function bodyOf(request: Request): Promise<unknown> {
	const text = await request.text();
	if (text.length > bodyAtMost) throw new scim.Types.Error(413, 'tooMany', 'This is too much');
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw new scim.Types.Error(400, 'invalidSyntax', 'Send JSON');
	}
}

/** The library takes whatever a handler throws for somebody who is not there: what it was is kept. */
async function telling<T>(asked: Asked, work: (asked: Asked) => Promise<T>): Promise<T> {
	try {
		return await work(asked);
	} catch (error) {
		// A TypeError of the library's own says that a value is of a wrong kind; one of ours is a fault.
		asked.wrong =
			error instanceof TypeError
				? new Error('A change that a directory wants', { cause: error })
				: error;
		throw error;
	}
}

function said(answered: object, status = 200): Response {
	const { meta } = JSON.parse(JSON.stringify(answered)) as { meta?: { location?: string } };
	return Response.json(answered, {
		status,
		headers: { 'content-type': mime, ...(meta?.location && { location: meta.location }) }
	});
}

const mime = 'application/scim+json';

/** What a directory is told of what went wrong (RFC 7644, 3.12). */
function refusal(error: unknown): Response {
	const { status, scimType, detail } = explain(error);
	const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
	return Response.json(
		{ schemas, status: String(status), ...(scimType && { scimType }), detail },
		{
			status,
			headers: {
				'content-type': mime,
				...(status === 401 && { 'www-authenticate': 'Bearer' }),
				...(status === 503 && { 'retry-after': String(retryAfter) })
			}
		}
	);
}

function explain(error: unknown): { status: number; scimType?: string; detail: string } {
	if (error instanceof Forbidden) return { status: 401, detail: error.message };
	if (error instanceof Conflict)
		return { status: 409, scimType: 'uniqueness', detail: error.message };
	if (error instanceof Invalid)
		return {
			status: 400,
			scimType: 'invalidValue',
			detail: error.fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
		};
	if (error instanceof scim.Types.Error)
		return { status: error.status, scimType: error.scimType, detail: error.message };
	// The library's way to say that a value is of a wrong kind.
	if (error instanceof TypeError)
		return { status: 400, scimType: 'invalidValue', detail: 'Something in it is of another kind' };
	const problem = problemOf(error);
	if (problem) return problem;
	log.error({ error }, 'scim');
	return { status: 500, detail: 'Something broke. It was written to the log' };
}
