import { expect, test } from 'vitest';
import { readEnv } from './env.ts';

const wrong: [what: string, given: Record<string, string>, told: string][] = [
	['a port that is none', { PORT: 'http' }, 'PORT'],
	['an origin without a protocol', { ORIGIN: 'junto.example.org' }, 'ORIGIN'],
	['another kind of database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
	['files by another way', { STORAGE_URL: 'ftp://files' }, 'STORAGE_URL'],
	['a bucket with a key in its name', { STORAGE_URL: 's3://me:pass@bucket' }, 'STORAGE_URL'],
	['half a key', { AWS_ACCESS_KEY_ID: 'me' }, 'AWS_SECRET_ACCESS_KEY'],
	['mail by another way', { SMTP_URL: 'http://mail' }, 'SMTP_URL'],
	['a mailbox without an address', { IMAP_URL: 'imap://me:pass@mail.example.org' }, 'MAIL_REPLY'],
	['an address that is none', { SPEECH_TO_TEXT: 'http://' }, 'SPEECH_TO_TEXT'],
	['a sender without an address', { MAIL_FROM: 'Junto' }, 'MAIL_FROM'],
	['a clock moved by accident', { JUNTO_NOW: '2027-01-21T09:00:00Z' }, 'JUNTO_ALLOW_CLOCK'],
	['a clock moved to no instant', { JUNTO_NOW: '2027-01-21', JUNTO_ALLOW_CLOCK: '1' }, 'JUNTO_NOW'],
	['no rate limits for the world', { JUNTO_RATE_LIMITS: 'off', HOST: '0.0.0.0' }, 'loopback']
];

test.each(wrong)('%s is refused by its name', (_, given, told) => {
	expect(() => readEnv(given)).toThrow(told);
});

test('two wrong settings are named at once, and what is left empty counts as not given', () => {
	expect(() => readEnv({ PORT: '-1', MAIL_FROM: 'Junto' })).toThrow(/PORT.*MAIL_FROM/);
	expect(readEnv({ PORT: '', ORIGIN: 'https://junto.example.org/' })).toMatchObject({
		PORT: 3000,
		ORIGIN: 'https://junto.example.org'
	});
});
