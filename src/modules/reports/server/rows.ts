import type { Tx } from '#platform/server/db/database.ts';

/** The ids of the reports of something that nobody has looked at yet, as far as the reader may see them. */
export async function openReports(
	tx: Tx,
	subject: string,
	{ by }: { by?: string } = {}
): Promise<string[]> {
	let query = tx
		.selectFrom('report')
		.leftJoin('report_closure as closure', 'closure.report_id', 'report.id')
		.select('report.id')
		.where('subject_id', '=', subject)
		.where('closure.at', 'is', null)
		.orderBy('report.id');
	if (by) query = query.where('person_id', '=', by);
	return (await query.execute()).map(({ id }) => id);
}
