import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Has the files whose names hold one of `long` begin first, in this order, so that none of them is waited for at the end. */
export function longestFirst(...long: string[]) {
	const rank = ({ moduleId }: TestSpecification) => {
		const place = long.findIndex((name) => moduleId.includes(name));
		return place === -1 ? long.length : place;
	};
	return class extends BaseSequencer {
		override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
			return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
		}
	};
}
