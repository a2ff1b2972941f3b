import { createHash } from 'node:crypto';
import {
	BinaryOperationNode,
	FunctionNode,
	OperationNodeTransformer,
	OperatorNode,
	PrimitiveValueListNode,
	ValueNode,
	type KyselyPlugin,
	type PluginTransformQueryArgs,
	type PluginTransformResultArgs,
	type QueryResult,
	type RootOperationNode,
	type UnknownRow
} from 'kysely';
import pg from 'pg';

/** A client that has PostgreSQL plan each reading statement once per connection: planning under policies takes longer than most answers. */
export class PreparingClient extends pg.Client {
	// The many forms of the original are kept for everybody but Kysely, which calls it with a text and its values.
	override query(...given: unknown[]): never {
		const [text, values] = given;
		const plan = typeof text === 'string' && Array.isArray(values) && reads.test(text);
		if (!plan) return Reflect.apply(pg.Client.prototype.query, this, given) as never;
		const answer = super.query({ name: nameOf(text), text, values });
		answer.catch((error: { code?: string }) => {
			// A table has another shape than when this was planned; another connection plans it anew.
			if (error.code === '0A000') void this.end();
		});
		return answer as never;
	}
}

/** What is written differs with the number of its rows, and is planned in no time. */
const reads = /^\s*(select|with)\b/i;

const names = new Map<string, string>();

function nameOf(text: string): string {
	const known = names.get(text);
	if (known) return known;
	const name = createHash('sha256').update(text).digest('base64url');
	names.set(text, name);
	return name;
}

/** A list is sent as one array, so that a statement reads the same however long its lists are: `x in ($1, $2)` becomes `x = any ($1)`. */
export class ListsAsArrays implements KyselyPlugin {
	readonly #transformer = new ListTransformer();

	transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
		return this.#transformer.transformNode(node, queryId);
	}

	async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
		return result;
	}
}

const quantified: Record<string, [operator: '=' | '!=', quantifier: 'any' | 'all']> = {
	in: ['=', 'any'],
	'not in': ['!=', 'all']
};

class ListTransformer extends OperationNodeTransformer {
	protected override transformBinaryOperation(
		...given: Parameters<OperationNodeTransformer['transformBinaryOperation']>
	): BinaryOperationNode {
		const node = super.transformBinaryOperation(...given);
		const { leftOperand, operator, rightOperand } = node;
		const to = OperatorNode.is(operator) ? quantified[operator.operator] : undefined;
		if (!to || !PrimitiveValueListNode.is(rightOperand)) return node;
		const list = FunctionNode.create(to[1], [ValueNode.create(rightOperand.values)]);
		return BinaryOperationNode.create(leftOperand, OperatorNode.create(to[0]), list);
	}
}
