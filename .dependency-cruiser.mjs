// The rules of the house, made from modules.json. There are no exceptions; tests stand outside modules and may tell
// a story through any door.
import { readFileSync } from 'node:fs';

const modules = JSON.parse(readFileSync(new URL('modules.json', import.meta.url), 'utf8'));

const test = '\\.test\\.ts$';
const framework = '^(\\$app/|\\$env/|\\$service-worker|@sveltejs/)|/node_modules/@sveltejs/';
const database =
	'^(kysely|pg|pg-boss|@electric-sql/)|node_modules/(kysely|pg|pg-boss|@electric-sql)/|^src/platform/server/db/';
const ownBusiness = '/server/(db|jobs|mail)/';
const onServer =
	'(/server/|\\.server\\.ts$|\\+server\\.ts$|hooks\\.server\\.ts$|\\.test\\.ts$|^src/app\\.d\\.ts$)';

const forbidden = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const neighbours = Object.entries(modules).map(([module, calls]) =>
	forbidden(
		`${module}-calls-only-its-neighbours`,
		`modules.json lets ${module} call: ${calls.join(', ') || 'no module'}`,
		{ path: `^src/modules/${module}/`, pathNot: test },
		{ path: '^src/modules/', pathNot: [module, ...calls].map((name) => `^src/modules/${name}/`) }
	)
);

export default {
	forbidden: [
		...neighbours,
		forbidden(
			'own-business',
			"A module's db, jobs and mail are its own: call its doors",
			{ path: '^src/modules/([^/]+)/' },
			{ path: `^src/modules/[^/]+${ownBusiness}`, pathNot: '^src/modules/$1/' }
		),
		forbidden(
			'own-business-from-outside',
			"A module's db, jobs and mail are its own: call its doors",
			{ pathNot: '^src/modules/' },
			{ path: `^src/modules/[^/]+${ownBusiness}` }
		),
		forbidden(
			'routes-know-no-sql',
			'Routes parse, call doors and return',
			{ path: '^src/(routes/|hooks)' },
			{ path: database }
		),
		forbidden(
			'platform-knows-no-module',
			'What knows a word of the product belongs to a module',
			{ path: '^src/platform/', pathNot: test },
			{ path: '^src/(modules|routes|start|ui)/' }
		),
		forbidden(
			'ui-knows-itself-alone',
			'The design system imports nothing of ours',
			{ path: '^src/ui/' },
			{ path: '^src/', pathNot: '^src/ui/' }
		),
		forbidden(
			'modules-know-no-routes',
			'Pages compose modules; modules do not know pages, nor the composition root',
			{ path: '^src/modules/', pathNot: test },
			{ path: '^src/(routes|start)/' }
		),
		forbidden(
			'no-framework',
			'Worker, command line and tests run modules on plain Node; platform/server/web/kit.ts is for routes',
			{ path: '^src/(modules|platform|start|ui)/', pathNot: '^src/platform/server/web/kit\\.ts$' },
			{ path: `${framework}|^src/platform/server/web/kit\\.ts$` }
		),
		forbidden(
			'forms-go-by-our-enhance',
			'Where no answer comes, the framework puts an error page over what was typed',
			{ path: '^src/', pathNot: '^src/routes/enhance\\.ts$' },
			{ path: '^\\$app/forms$', dependencyTypesNot: ['type-only'] }
		),
		forbidden(
			'browser-never-reaches-server',
			'What runs in a browser may not import from a server folder',
			{ path: '^src/', pathNot: onServer },
			{ path: '^src/.*(/server/|\\.server\\.ts$)' }
		),
		forbidden(
			'server-reaches-no-component',
			'Plain Node cannot read a Svelte file',
			{ path: '^src/(modules|platform|start)/.*/server/' },
			{ path: '\\.svelte$', reachable: true }
		),
		forbidden('no-cycles', 'Nothing may need itself', {}, { circular: true }),
		forbidden(
			'everything-is-found',
			'A rule cannot judge an import that leads nowhere',
			{},
			{ couldNotResolve: true, pathNot: '^(\\$app/|\\./\\$types$)' }
		)
	],
	options: {
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^src/platform/i18n/generated/messages/' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'svelte', 'node', 'default', 'types']
		}
	}
};
