import { z } from 'zod';
import type { AnyDoor } from '../door.ts';

/** The OpenAPI 3.1 page of every door, made from their schemas. */
export function openapi(doors: AnyDoor[], name: string) {
	const paths: Record<string, Record<string, unknown>> = {};
	for (const door of doors) {
		const [method = '', path = ''] = door.spec.http.split(' ');
		(paths[path] ??= {})[method.toLowerCase()] = operation(door, method, path);
	}
	return {
		openapi: '3.1.0',
		info: { title: name, version: '1' },
		servers: [{ url: '/api/v1' }],
		security: [{ bearer: [] }],
		paths,
		components: {
			securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
			schemas: { Problem: problem }
		}
	};
}

type Schema = { properties?: Record<string, object>; required?: string[] };

function operation({ spec }: AnyDoor, method: string, path: string) {
	const input = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' }) as Schema;
	const names = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!);
	const inQuery = method === 'GET' || method === 'DELETE';
	const rest = Object.entries(input.properties ?? {}).filter(([key]) => !names.includes(key));
	const required = (input.required ?? []).filter((key) => !names.includes(key));
	return {
		operationId: spec.id,
		summary: spec.summary,
		parameters: [
			...names.map((key) => ({
				name: key,
				in: 'path',
				required: true,
				schema: input.properties?.[key] ?? {}
			})),
			...(inQuery ? rest : []).map(([key, schema]) => ({
				name: key,
				in: 'query',
				required: required.includes(key),
				schema
			})),
			...(method === 'GET'
				? []
				: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }])
		],
		...(inQuery
			? {}
			: {
					requestBody: {
						content: {
							'application/json': {
								schema: { type: 'object', properties: Object.fromEntries(rest), required }
							}
						}
					}
				}),
		responses: {
			200: {
				description: 'Done',
				content: {
					'application/json': {
						schema: z.toJSONSchema(spec.output, { io: 'input', unrepresentable: 'any' })
					}
				}
			},
			default: {
				description: 'A problem',
				content: {
					'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } }
				}
			}
		}
	};
}

const problem = {
	type: 'object',
	required: ['type', 'title', 'status', 'detail'],
	properties: {
		type: { type: 'string' },
		title: { type: 'string' },
		status: { type: 'integer' },
		detail: { type: 'string' },
		fields: {
			type: 'array',
			items: {
				type: 'object',
				required: ['field', 'message'],
				properties: { field: { type: 'string' }, message: { type: 'string' } }
			}
		}
	}
};
