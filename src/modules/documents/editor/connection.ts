import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as Y from 'yjs';

/**
 * How safe the words are. `saved`: the server has stored all of them; `saving`: not yet all; `offline`: no connection;
 * `refused`: this person may not write here (any more); `full`: the document takes no more; `unfit`: it takes nothing such.
 */
export type SavedState = 'opening' | 'saving' | 'saved' | 'offline' | 'refused' | 'full' | 'unfit';

/** A copy of the document on the device, already read into it. */
export type DeviceCopy = {
	/** Resolves once the device has stored every change so far. */
	written(): Promise<void>;
	close(): Promise<void>;
	forget(): Promise<void>;
};

export type LiveConnection = {
	doc: Y.Doc;
	provider: HocuspocusProvider;
	state(): SavedState;
	/** True when the device keeps a copy too. */
	kept: boolean;
	/** Throws the device's copy away: what the server never took is gone with it. */
	forget(): Promise<void>;
	close(): void;
};

const endings: Record<number, 'full' | 'unfit'> = { 1009: 'full', 4413: 'full', 4400: 'unfit' };

/**
 * Opens the live document at `url` (ws: or wss:), after what `keep` holds of it on the device, and tells how safe it is.
 * "Saved" never rests on the protocol's own acknowledgements, whose count starts anew with each connection: we mark how
 * far we have come, and the server answers a mark once everything before it is stored.
 */
export async function openConnection(given: {
	url: string;
	documentId: string;
	keep?: (doc: Y.Doc) => Promise<DeviceCopy | null>;
	onstate?: (state: SavedState) => void;
}): Promise<LiveConnection> {
	const doc = new Y.Doc();
	const copy = await given.keep?.(doc);
	let changes = 0;
	let stored = -1;
	let onDevice = 0;
	let connected = false;
	let tried = false;
	let ended: 'refused' | 'full' | 'unfit' | undefined;
	let told: SavedState = 'opening';
	let marking: ReturnType<typeof setTimeout> | undefined;

	const socket = new HocuspocusProviderWebsocket({ url: given.url, maxDelay: 8_000 });
	const provider = new HocuspocusProvider({
		websocketProvider: socket,
		name: given.documentId,
		document: doc
	});
	doc.on('update', (_update: Uint8Array, origin: unknown) => {
		if (origin === provider) return;
		changes += 1;
		marking ??= setTimeout(mark, 250);
		void noteWritten(changes);
		tell();
	});
	provider.on('authenticated', () => {
		connected = true;
		mark();
		tell();
	});
	provider.on('stateless', ({ payload }: { payload: string }) => {
		const answered = /^stored:(\d+)$/.exec(payload)?.[1];
		if (answered) stored = Math.max(stored, Number(answered));
		tell();
	});
	provider.on('authenticationFailed', ({ reason }: { reason: string }) => {
		if (reason === 'permission-denied') end('refused');
		else socket.webSocket?.close();
	});
	provider.on('close', ({ event }: { event: { code: number } }) => {
		connected = false;
		tried = true;
		const ending = endings[event.code];
		if (ending) end(ending);
		// The server may end a document's session alone; only a new socket begins another.
		else if (socket.webSocket?.readyState === WebSocket.OPEN) socket.webSocket.close();
		tell();
	});
	socket.on('disconnect', () => {
		tried = true;
		tell();
	});
	provider.attach();
	globalThis.window?.addEventListener('online', reconnect);

	return {
		doc,
		provider,
		state,
		kept: Boolean(copy),
		forget: async () => copy?.forget(),
		close() {
			clearTimeout(marking);
			globalThis.window?.removeEventListener('online', reconnect);
			provider.destroy();
			socket.destroy();
			void copy?.close();
			doc.destroy();
		}
	};

	function state(): SavedState {
		if (ended) return ended;
		if (!connected && tried) return copy && onDevice < changes ? 'saving' : 'offline';
		if (!connected) return 'opening';
		if (stored < 0) return 'opening';
		return stored === changes ? 'saved' : 'saving';
	}

	function tell(): void {
		const now = state();
		if (now === told) return;
		told = now;
		given.onstate?.(now);
	}

	async function noteWritten(change: number): Promise<void> {
		await copy?.written().catch(() => {});
		onDevice = Math.max(onDevice, change);
		tell();
	}

	function mark(): void {
		clearTimeout(marking);
		marking = undefined;
		if (connected) provider.sendStateless(`mark:${changes}`);
	}

	function end(reason: 'refused' | 'full' | 'unfit'): void {
		ended = reason;
		connected = false;
		socket.disconnect();
		tell();
	}

	function reconnect(): void {
		if (!ended && !connected) void socket.connect();
	}
}
