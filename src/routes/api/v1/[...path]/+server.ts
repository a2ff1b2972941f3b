import type { RequestHandler } from '@sveltejs/kit';
import { log } from '#platform/server/log.ts';
import { answerApi } from '#platform/server/web/api.ts';
import { modules } from '#start/server/modules.ts';

const doors = modules.flatMap((module) => module.doors);

export const fallback: RequestHandler = ({ request, params, locals }) =>
	answerApi(doors, locals.actor, request, params.path ?? '', (error) => log.error(error, 'api'));
