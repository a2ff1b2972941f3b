import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hocuspocus, type Connection, type WebSocketLike } from '@hocuspocus/server';
import crossws from 'crossws/adapters/node';
import * as Y from 'yjs';
import { log } from '#platform/server/log.ts';
import { fragmentName } from '../editor/schema.ts';
import { openRoom, Refused, type Room, type RoomLimits } from './live-room.ts';

/** Besides, milliseconds between the folds of an open document. */
export type LiveLimits = RoomLimits & { connections: number; foldEvery: number };

export type LiveOptions = {
	/** Every update stored of a document, in any order; the document exists and may be written. */
	load(documentId: string): Promise<Uint8Array[]>;
	/** Stores one update; resolves once it would survive a power cut. Nobody is told of the update before. */
	append(documentId: string, update: Uint8Array, personId: string): Promise<void>;
	/** Who is asking, if they may write the document now; null for anybody else and for a document that is not there. */
	authenticate(asking: {
		documentId: string;
		headers: Headers;
	}): Promise<{ personId: string; name: string } | null>;
	/** The origin that pages of this place have, for the request at hand; sockets opened by other pages are refused. */
	originOf(request: IncomingMessage): string;
	/** Takes what was appended into the draft, as somebody who appended to it; every few seconds, and when nobody has it open any more. */
	fold(documentId: string, personId: string): Promise<void>;
	limits?: Partial<LiveLimits>;
};

export type Live = {
	/** Takes over an upgrade request for `/live`; refuses every other. */
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Shows whoever has the document open what was stored of it by other ways. */
	refresh(documentId: string): Promise<void>;
	/** Ends the connections to a document, or one person's: each asks again, and is let in only with the right to. */
	disconnect(documentId: string, personId?: string): void;
	/** Takes no more, finishes what has arrived, and ends. */
	close(): Promise<void>;
};

/** Who has a document open through which socket. `handedOver`: has given us everything it had when it connected. */
type Session = {
	documentId: string;
	personId: string;
	name: string;
	socket: WebSocketLike;
	handedOver: boolean;
	mark: string | null;
};
type Context = { socket: WebSocketLike; session: Session };

/** An answer to who asks to come in; `later` may be asked again, `permission-denied` not. */
class NotLetIn extends Error {
	readonly reason: 'permission-denied' | 'later';
	constructor(reason: 'permission-denied' | 'later') {
		super('');
		this.reason = reason;
	}
}

const closing = { later: 1013, full: 4413, unfit: 4400, asksAgain: 4205, goingAway: 1001 };

/** The live side of documents: one shared Yjs document for each, every update stored before it is shown or acknowledged. */
export function createLive(options: LiveOptions): Live {
	const limits: LiveLimits = {
		update: 2 ** 21,
		document: 2 ** 23,
		connections: 50,
		foldEvery: 5_000,
		...options.limits
	};
	const rooms = new Map<string, Room>();
	const sessions = new Set<Session>();
	/** Who last wrote in a document since it was folded, and when it will be folded again. */
	const unfolded = new Map<string, { personId: string; timer: NodeJS.Timeout }>();
	const folding = new Set<Promise<void>>();
	let revocations = 0;
	let closed = false;

	const hocuspocus = new Hocuspocus<Context>({
		quiet: true,
		maxPendingDocuments: 4,
		maxUnauthenticatedQueueSize: limits.update + 65_536,
		onAuthenticate: async ({ documentName, request, context }) => {
			const who = await authenticate(documentName, request.headers);
			if (!who || closed) throw new NotLetIn('permission-denied');
			if (sessionsOf(documentName).length >= limits.connections) throw new NotLetIn('later');
			const { socket } = context;
			const session = { documentId: documentName, ...who, socket, handedOver: false, mark: null };
			sessions.add(session);
			return { session };
		},
		onLoadDocument: async ({ documentName, document }) => {
			try {
				await rooms.get(documentName)?.idle();
				document.getXmlFragment(fragmentName);
				for (const update of await options.load(documentName)) Y.applyUpdate(document, update);
			} catch (error) {
				log.error({ error, document: documentName }, 'opening a live document');
				throw new NotLetIn('later');
			}
			const append = (update: Uint8Array, person: string) =>
				options.append(documentName, update, person);
			rooms.set(documentName, openRoom(document, append, limits));
		},
		beforeSync: async ({ documentName, connection, context: { session }, type, payload }) => {
			if (type === asksForUpdates) return;
			if (!sessions.has(session)) throw new NotLetIn('permission-denied');
			await store(documentName, session, payload);
			if (type !== answersWithAll) return;
			session.handedOver = true;
			answer(session, connection);
		},
		onStateless: async ({ connection, payload }) => {
			const mark = /^mark:(\d{1,15})$/.exec(payload)?.[1];
			if (!mark) return;
			const { session } = connection.context as Context;
			session.mark = mark;
			answer(session, connection);
		},
		// People appear under the name they have here, whatever their browser says.
		beforeHandleAwareness: async ({ connection, states }) => {
			const session = (connection?.context as Context | undefined)?.session;
			if (!session) return;
			// Hocuspocus reads what came into a scratch that counts itself as somebody who says nothing.
			for (const [client, state] of states)
				if (Object.keys(state).length === 0) states.delete(client);
			if (states.size > 1) throw new NotLetIn('permission-denied');
			for (const state of states.values()) {
				const colour = (state.user as { color?: unknown } | undefined)?.color;
				if (state.user)
					state.user = { name: session.name, ...(typeof colour === 'string' && { color: colour }) };
			}
		},
		onDisconnect: async ({ context }) => void sessions.delete(context.session),
		afterUnloadDocument: async ({ documentName }) => {
			const room = rooms.get(documentName);
			await room?.idle();
			if (rooms.get(documentName) === room && !hocuspocus.documents.has(documentName))
				rooms.delete(documentName);
			if (!closed) fold(documentName);
		}
	});

	const sockets = crossws({
		serverOptions: { maxPayload: limits.update + 65_536 },
		hooks: {
			open: (peer) => {
				const socket = peer.websocket as unknown as WebSocketLike;
				const client = hocuspocus.handleConnection(
					socket,
					peer.request as Request,
					{ socket } as Context
				);
				clients.set(peer.id, client);
			},
			message: (peer, message) => clients.get(peer.id)?.handleMessage(message.uint8Array()),
			close: (peer, { code = 1005, reason = '' }) => {
				clients.get(peer.id)?.handleClose({ code, reason });
				clients.delete(peer.id);
				const socket = peer.websocket as unknown as WebSocketLike;
				for (const session of sessions) if (session.socket === socket) sessions.delete(session);
			}
		}
	});
	const clients = new Map<string, ReturnType<typeof hocuspocus.handleConnection>>();

	return {
		handleUpgrade(request, socket, head) {
			socket.on('error', () => socket.destroy());
			const refused = refusal(request);
			if (refused)
				return void socket.end(
					`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
				);
			const { cookie = '', authorization = '' } = request.headers;
			const asked = new Request('http://live/', { headers: { cookie, authorization } });
			sockets.handleUpgrade(request, socket, head, asked).catch(() => socket.destroy());
		},
		async refresh(documentId) {
			const document = hocuspocus.documents.get(documentId);
			if (!document) return;
			const stored = await options.load(documentId);
			rooms.get(documentId)?.show(stored);
		},
		disconnect(documentId, personId) {
			revocations += 1;
			for (const session of sessionsOf(documentId)) {
				if (personId && session.personId !== personId) continue;
				sessions.delete(session);
				session.socket.close(closing.asksAgain, 'ask again');
			}
		},
		async close() {
			closed = true;
			const open = [...hocuspocus.documents.values()].flatMap((document) =>
				document.getConnections()
			);
			sockets.closeAll(closing.goingAway, 'closing');
			await Promise.all(open.map((connection) => connection.waitForPendingMessages()));
			await Promise.all([...rooms.values()].map((room) => room.idle()));
			for (const { timer } of unfolded.values()) clearTimeout(timer);
			await Promise.all(folding);
			sockets.closeAll(closing.goingAway, 'closing', true);
			await sockets.close();
		}
	};

	function refusal(request: IncomingMessage): string | null {
		if (closed) return '503 Service Unavailable';
		if (!/^\/live(\?|$)/.test(request.url ?? '')) return '404 Not Found';
		const { origin } = request.headers;
		// Browsers always say which page opens a socket; what says nothing has no cookies that a page could borrow.
		return origin && origin !== options.originOf(request) ? '403 Forbidden' : null;
	}

	/** Asks again when rights were taken away while the answer was on its way. */
	async function authenticate(documentId: string, headers: Headers) {
		for (;;) {
			const before = revocations;
			const who = await options.authenticate({ documentId, headers }).catch((error: unknown) => {
				log.error({ error }, 'asking who writes');
				throw new NotLetIn('later');
			});
			if (before === revocations) return who;
		}
	}

	function fold(documentId: string): void {
		const waiting = unfolded.get(documentId);
		if (!waiting) return;
		clearTimeout(waiting.timer);
		unfolded.delete(documentId);
		const going = options
			.fold(documentId, waiting.personId)
			.catch((error: unknown) => log.error({ error, document: documentId }, 'folding a draft'))
			.finally(() => folding.delete(going));
		folding.add(going);
	}

	async function store(documentId: string, session: Session, update: Uint8Array): Promise<void> {
		try {
			await rooms.get(documentId)!.take(update, session.personId);
			// What is left unfolded when the process ends is folded by whoever reads the draft next.
			if (closed) return;
			const { personId } = session;
			const timer =
				unfolded.get(documentId)?.timer ?? setTimeout(() => fold(documentId), limits.foldEvery);
			unfolded.set(documentId, { personId, timer });
		} catch (error) {
			const reason = error instanceof Refused ? error.reason : 'later';
			if (reason === 'later') log.error({ error, document: documentId }, 'storing a live update');
			sessions.delete(session);
			session.socket.close(closing[reason], reason);
			throw new NotLetIn('later');
		}
	}

	function sessionsOf(documentId: string): Session[] {
		return [...sessions].filter((session) => session.documentId === documentId);
	}
}

/** Messages of the sync protocol that carry a state vector, and those that carry all the other side lacks. */
const asksForUpdates = 0;
const answersWithAll = 1;

/**
 * A client marks how far it has come; a mark is answered when all that was sent before it is stored, which holds once
 * the client has also handed over what it had before it connected.
 */
function answer(session: Session, connection: Connection): void {
	if (!session.handedOver || session.mark === null) return;
	connection.sendStateless(`stored:${session.mark}`);
	session.mark = null;
}
