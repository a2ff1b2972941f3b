import { describe, expect, test } from 'vitest';
import { windowsOf } from './import.ts';

describe('the windows of an imported series', () => {
	test('adjoin for fourteen days each, sharing their boundary day', () => {
		expect(windowsOf([{}, {}, {}], '2027-01-31')).toEqual([
			{ opens: '2027-01-31', closes: '2027-02-14' },
			{ opens: '2027-02-14', closes: '2027-02-28' },
			{ opens: '2027-02-28', closes: '2027-03-14' }
		]);
	});

	test('are as the files say, and the next go on from there', () => {
		const first = { opens: '2027-01-21', closes: '2027-01-31' };
		expect(windowsOf([first, {}, { opens: '2027-03-01' }], '2027-01-01')).toEqual([
			first,
			{ opens: '2027-01-31', closes: '2027-02-14' },
			{ opens: '2027-03-01', closes: '2027-03-15' }
		]);
	});
});
