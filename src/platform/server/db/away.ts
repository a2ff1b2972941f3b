/** The database is not there at this moment: it starts, stops, or cannot be reached. It passes. */
export class Away extends Error {}

/** Network errors, and what PostgreSQL says while it stops, starts or has no connection left. */
const codes =
	/^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|57P0[1235]|53300|08\w{3})$/;

/** What the driver says of a connection that ended under its hands; it gives no code. */
const words =
	/^(Connection terminated|Client (was closed|has encountered a connection error)|timeout exceeded when trying to connect|Cannot use a pool after)/;

/** The error as Away where it says that the database is not there; else the error as it is. */
export function awayOrSame(error: unknown): unknown {
	const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
	if (!(one instanceof Error) || one instanceof Away) return error;
	const { code } = one as { code?: unknown };
	const away = typeof code === 'string' ? codes.test(code) : words.test(one.message);
	return away ? new Away(one.message, { cause: error }) : error;
}
