import { Conflict, Forbidden, Invalid, NotFound } from '../../errors.ts';

const somethingWrong = {
	field: '',
	message: 'Something in this is larger or stranger than it may be'
};
const somethingGone = { field: '', message: 'Something that this names is not here' };

/** What to throw where the policies let a change touch nothing. */
export const notYours = () => new Forbidden('This is not yours to do');

/** What the database's own refusal means to a caller; undefined for a fault of ours. */
export function refusalOf(error: unknown): Error | undefined {
	const code = (error as { code?: unknown } | null)?.code;
	if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
	if (code === '42501') return new Forbidden('You are not among its people, or not any more');
	if (code === '02000') return new NotFound('There is nothing here');
	if (code === '23503') return new Invalid([somethingGone]);
	if (code === '23505' || code === '40P01' || code === '40001')
		return new Conflict('Somebody did the same at this moment. Look again');
	if (code.startsWith('22') || code === '23514' || code === '54000')
		return new Invalid([somethingWrong]);
	return undefined;
}
