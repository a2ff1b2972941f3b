import { expect, test } from 'vitest';
import { z } from 'zod';
import { modules } from './modules.ts';

/** What programs outside rely on: per operation, the fields it takes (`?` may be left out) and the fields it answers with. */
const frozen: Record<string, { takes: string; gives: string; items?: string }> = {
	'me.get': { takes: '', gives: 'id name email zone steward' },
	'people.list': { takes: 'q?', gives: 'items next', items: 'id name zone' },
	'circles.create': { takes: 'name joining members?', gives: 'id' },
	'circles.join': { takes: 'circle', gives: '' },
	'series.create': { takes: 'title audience expectation parts', gives: 'id parts' },
	'series.publish': { takes: 'series', gives: '' },
	'series.list': { takes: '', gives: 'items next' },
	'series.get': { takes: 'series', gives: 'id title audience expectation parts may' },
	'trainings.get': {
		takes: 'training',
		gives: 'id title version markdown html blocks window counts may'
	},
	'trainings.publish': { takes: 'training markdown? material? note?', gives: 'version' },
	'trainings.checkOff': { takes: 'training version', gives: '' },
	'submissions.add': { takes: 'training title? markdown audience?', gives: 'id' },
	'submissions.list': {
		takes: 'training',
		gives: 'items next',
		items: 'id author html markdown at late may'
	},
	'submissions.withdraw': { takes: 'submission', gives: '' },
	'methods.adopt': { takes: 'document blocks why? how? askOn?', gives: 'id askOn' },
	'methods.same': { takes: 'document blocks note?', gives: '' },
	'followUps.mine': { takes: '', gives: 'items', items: 'id askOn words document blocks text' },
	'followUps.answer': { takes: 'followUp outcome note?', gives: '' },
	'comments.post': { takes: 'about markdown replyTo?', gives: 'id' },
	'comments.list': { takes: 'kind id', gives: 'items next' },
	'thanks.give': { takes: 'about', gives: '' },
	'library.publishFromTraining': {
		takes: 'training submissions? audience?',
		gives: 'page waiting'
	},
	'library.get': { takes: 'page', gives: 'id title markdown html blocks colophon audience may' },
	'library.list': { takes: '', gives: 'items next' },
	'search.find': { takes: 'q kinds?', gives: 'items next', items: 'kind id title snippet url' },
	'notices.list': { takes: '', gives: 'items next' }
};

type Schema = { properties?: Record<string, Schema>; required?: string[]; items?: Schema };

const doors = new Map(
	modules.flatMap((module) => module.doors).map((door) => [door.spec.id, door])
);
const words = (text: string) => text.split(' ').filter(Boolean);

for (const [id, { takes, gives, items }] of Object.entries(frozen))
	test(`${id} takes and gives what programs outside rely on`, () => {
		const { spec } = doors.get(id)!;
		const input = z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' }) as Schema;
		const output = z.toJSONSchema(spec.output, { io: 'input', unrepresentable: 'any' }) as Schema;
		const named = words(takes).map((field) => field.replace('?', ''));
		expect(Object.keys(input.properties ?? {})).toEqual(expect.arrayContaining(named));
		for (const field of input.required ?? []) expect(words(takes)).toContain(field);
		expect(Object.keys(output.properties ?? {})).toEqual(expect.arrayContaining(words(gives)));
		if (items)
			expect(Object.keys(output.properties?.items?.items?.properties ?? {})).toEqual(
				expect.arrayContaining(words(items))
			);
	});

test('no two doors share an id, or a method and path', () => {
	const specs = modules.flatMap((module) => module.doors).map((door) => door.spec);
	expect(new Set(specs.map((spec) => spec.id)).size).toBe(specs.length);
	const addresses = specs.map((spec) => spec.http.replaceAll(/\{\w+\}/g, '{}'));
	expect(new Set(addresses).size).toBe(addresses.length);
});
