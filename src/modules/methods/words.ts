import { getLocale } from '#locale';
import * as m from '#messages';

/** What became of a passage, as one line; outcomes that nobody told of are left out. */
export function sayEvidence({
	tried,
	kept,
	changed
}: {
	tried: number;
	kept: number;
	changed: number;
}): string {
	const parts = [
		m.methods_tried_by({ count: tried }),
		...(kept > 0 ? [m.methods_kept_by({ count: kept })] : []),
		...(changed > 0 ? [m.methods_changed_by({ count: changed })] : [])
	];
	return new Intl.ListFormat(getLocale(), { type: 'unit' }).format(parts);
}
