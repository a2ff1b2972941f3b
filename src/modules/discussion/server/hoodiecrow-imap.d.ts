declare module 'hoodiecrow-imap' {
	import type { Server } from 'node:net';
	type Message = { raw: string; flags?: string[] };
	/** An IMAP server whose mailboxes are in memory. */
	export default function hoodiecrow(options: {
		plugins?: string[];
		users?: Record<string, { password: string }>;
		storage?: Record<string, { messages: Message[] }>;
	}): {
		server: Server;
		listen: (port: number, host: string, done: () => void) => void;
		close: (done: () => void) => void;
		appendMessage: (mailbox: string, flags: string[], date: string | false, raw: string) => void;
	};
}
