import type {
	KyselyPlugin,
	PluginTransformQueryArgs,
	PluginTransformResultArgs,
	QueryResult,
	RootOperationNode,
	UnknownRow
} from 'kysely';

/** Instants leave the database as RFC 3339 text, which is what doors, pages and the API speak. */
export class InstantsAsText implements KyselyPlugin {
	transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
		return node;
	}

	async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
		for (const row of result.rows)
			for (const key in row) if (row[key] instanceof Date) row[key] = row[key].toISOString();
		return result;
	}
}
