import pino from 'pino';

/** One JSON object a line on standard error, so that standard output stays for what commands answer. */
export const log = pino(
	{
		base: undefined,
		timestamp: pino.stdTimeFunctions.isoTime,
		serializers: { error: pino.stdSerializers.errWithCause, err: pino.stdSerializers.errWithCause }
	},
	pino.destination(2)
);
