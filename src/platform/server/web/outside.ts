import { AsyncLocalStorage } from 'node:async_hooks';
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Asking outside came to nothing: no such place, no answer in time, not what was wanted. */
export class Unreachable extends Error {}

export type Fetched = { url: URL; type: string; bytes: Buffer };

type Wanted = {
	/** The types of answer that are of use. */
	accept: RegExp;
	/** Where reading stops; `cut` keeps what came until then, else a longer answer is none. */
	bytes: number;
	cut?: boolean;
	milliseconds: number;
};

const redirectsAtMost = 3;
const known = new AsyncLocalStorage<Record<string, string>>();

/** Runs `work` with the addresses of some names given, which are then reached wherever they are: for tests with a server of their own. */
export function knowingHosts<T>(hosts: Record<string, string>, work: () => T): T {
	return known.run(hosts, work);
}

/** Fetches a page or a picture of the public web as a stranger would. What stands in a private network is never asked, also not by a redirect or a name that leads there. Throws Unreachable. */
export async function fetchOutside(href: string, wanted: Wanted): Promise<Fetched> {
	const signal = AbortSignal.timeout(wanted.milliseconds);
	try {
		let url = new URL(href);
		for (let left = redirectsAtMost; ; left -= 1) {
			const response = await request(url, signal);
			const next = redirectOf(response);
			if (!next) return { url, ...(await read(response, wanted)) };
			response.destroy();
			if (left === 0) throw new Unreachable('It leads on and on');
			url = new URL(next, url);
		}
	} catch (error) {
		throw new Unreachable('It could not be fetched', { cause: error });
	}
}

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
	if (url.protocol !== 'http:' && url.protocol !== 'https:')
		throw new Unreachable('No web address');
	const host = url.hostname.replace(/^\[|\]$/g, '');
	// A number needs no looking up, so it is judged here.
	if (isIP(host) && !isPublic(host)) throw new Unreachable('Not a public address');
	const { get } = url.protocol === 'https:' ? https : http;
	const plain = new URL(url);
	plain.username = plain.password = '';
	return new Promise((done, fail) => {
		const headers = {
			accept: '*/*',
			'accept-encoding': 'identity',
			'user-agent': 'Mozilla/5.0 (compatible; Junto; link card)'
		};
		get(plain, { signal, headers, agent: false, lookup: publicOnly }, done).on('error', fail);
	});
}

/** Names are judged by the addresses that the connection then uses, so that a name cannot change its mind in between. */
const publicOnly: LookupFunction = (host, options, callback) => {
	const given = known.getStore()?.[host];
	const answer = (found: LookupAddress[]) => {
		const first = found[0];
		if (!first) callback(new Unreachable('Not a public address'), '');
		else if (options.all) callback(null, found);
		else callback(null, first.address, first.family);
	};
	if (given) return answer([{ address: given, family: isIP(given) }]);
	lookUp(host, { ...options, all: true }, (error, found) => {
		if (error) callback(error, '');
		else answer(found.filter(({ address }) => isPublic(address)));
	});
};

const inside = new BlockList();
for (const [net, prefix] of [
	...[['0.0.0.0', 8] as const, ['10.0.0.0', 8] as const, ['100.64.0.0', 10] as const],
	...[['127.0.0.0', 8] as const, ['169.254.0.0', 16] as const, ['172.16.0.0', 12] as const],
	...[['192.0.0.0', 24] as const, ['192.0.2.0', 24] as const, ['192.88.99.0', 24] as const],
	...[['192.168.0.0', 16] as const, ['198.18.0.0', 15] as const, ['198.51.100.0', 24] as const],
	...[['203.0.113.0', 24] as const, ['224.0.0.0', 3] as const]
])
	inside.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
] as const)
	inside.addSubnet(net, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** True for addresses of the public internet: not of this machine, a private network, a cloud's metadata, or written in disguise. */
export function isPublic(address: string): boolean {
	if (isIP(address) === 4) return !inside.check(address, 'ipv4');
	return isIP(address) === 6 && global6.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
	return [301, 302, 303, 307, 308].includes(statusCode) ? headers.location : undefined;
}

async function read(response: IncomingMessage, { accept, bytes, cut }: Wanted) {
	const type = response.headers['content-type'] ?? '';
	const packed = response.headers['content-encoding'] ?? 'identity';
	if (response.statusCode !== 200 || !accept.test(type) || packed !== 'identity') {
		response.destroy();
		throw new Unreachable('Not what was wanted');
	}
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		size += chunk.length;
		if (size <= bytes) continue;
		if (!cut) throw new Unreachable('Too long');
		break;
	}
	return { type, bytes: Buffer.concat(chunks).subarray(0, bytes) };
}
