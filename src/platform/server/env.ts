import { z } from 'zod';

/** An address, or a command. */
const machine = z
	.string()
	.trim()
	.refine(
		(text) => !/^https?:/.test(text) || URL.canParse(text),
		'must be an address, http://… or https://…, or a command'
	)
	.optional();

const schema = z.object({
	PORT: z.coerce.number().int().min(0).max(65535).default(3000),
	HOST: z.string().default('127.0.0.1'),
	ORIGIN: z
		.url({ protocol: /^https?$/ })
		.transform((url) => new URL(url).origin)
		.optional(),
	JUNTO_DATA: z.string().default('data'),
	DATABASE_URL: z
		.string()
		.regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
		.optional(),
	STORAGE_URL: z
		.string()
		.regex(
			/^(file:(\/\/\/.*)?|s3:\/\/[^/:@?]+(\/[^?]*)?)$/,
			'must be file:///FOLDER or s3://BUCKET/PREFIX'
		)
		.default('file:'),
	AWS_ACCESS_KEY_ID: z.string().optional(),
	AWS_SECRET_ACCESS_KEY: z.string().optional(),
	AWS_SESSION_TOKEN: z.string().optional(),
	AWS_REGION: z.string().default('us-east-1'),
	AWS_ENDPOINT_URL_S3: z.url({ protocol: /^https?$/ }).optional(),
	SMTP_URL: z
		.string()
		.regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
		.optional(),
	IMAP_URL: z
		.string()
		.regex(/^imaps?:\/\//, 'must start with imap:// or imaps://')
		.optional(),
	MAIL_REPLY: z
		.string()
		.regex(/^[^@\s]+@[^@\s]+$/, 'must be an address')
		.optional(),
	MAIL_FROM: z.string().includes('@', 'must be an address').optional(),
	SPEECH_TO_TEXT: machine,
	TEXT_TO_SPEECH: machine,
	FFMPEG: z.string().optional(),
	JUNTO_NOW: z
		.string()
		.refine(isInstant, 'must be an instant such as 2027-01-21T09:00:00Z')
		.optional(),
	JUNTO_ALLOW_CLOCK: z.literal('1').optional(),
	JUNTO_RATE_LIMITS: z.enum(['on', 'off']).default('on'),
	JUNTO_BACKUPS: z.enum(['on', 'off']).default('on'),
	JUNTO_SECRET: z.string().min(32).optional(),
	JUNTO_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
	/** The folder in which npm was asked; npm itself moves to the package's. */
	INIT_CWD: z.string().default('.')
});

export type Env = z.infer<typeof schema>;

/** The addresses that only this machine reaches. */
export const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** The settings that the operator gave; throws one line that names each wrong one. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
	const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
	const parsed = schema.safeParse(given);
	if (!parsed.success) {
		const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
		throw new Error(`Settings: ${wrong.join('; ')}`);
	}
	const env = parsed.data;
	if (env.JUNTO_NOW && env.JUNTO_ALLOW_CLOCK !== '1')
		throw new Error('Settings: JUNTO_NOW moves the clock and needs JUNTO_ALLOW_CLOCK=1');
	if (env.JUNTO_RATE_LIMITS === 'off' && !loopback.has(env.HOST))
		throw new Error('Settings: JUNTO_RATE_LIMITS=off needs HOST to be a loopback address');
	if (!env.AWS_ACCESS_KEY_ID !== !env.AWS_SECRET_ACCESS_KEY)
		throw new Error('Settings: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together');
	if (env.IMAP_URL && !replyAddressOf(env))
		throw new Error('Settings: IMAP_URL needs MAIL_REPLY, the address whose letters arrive there');
	return env;
}

/** The address to which people write back: that of the mailbox, unless another is given. */
export function replyAddressOf(env: Env): string | undefined {
	if (!env.IMAP_URL) return undefined;
	const user = decodeURIComponent(new URL(env.IMAP_URL).username);
	return env.MAIL_REPLY ?? (user.includes('@') ? user : undefined);
}

/** The settings of this process for one that it starts, with some of them changed. */
export function environmentWith(changed: Record<string, string>): Record<string, string> {
	return { ...(process.env as Record<string, string>), ...changed };
}

/** What a program that is not ours needs of this process's settings: none of ours, and so no secret. */
export function plainEnvironment(): Record<string, string> {
	const { PATH, HOME, LANG } = process.env;
	const given = Object.entries({ PATH, HOME, LANG }).filter(([, value]) => value !== undefined);
	return Object.fromEntries(given) as Record<string, string>;
}

/** Tells Kit's handler where our entry puts the request's true address, and leaves body limits to the doors. */
export function presentToKit(): void {
	process.env.PROTOCOL_HEADER = 'x-junto-protocol';
	process.env.HOST_HEADER = 'x-junto-host';
	process.env.ADDRESS_HEADER = 'x-junto-address';
	process.env.BODY_SIZE_LIMIT = '64M';
}

function isInstant(text: string): boolean {
	try {
		Temporal.Instant.from(text);
		return true;
	} catch {
		return false;
	}
}
