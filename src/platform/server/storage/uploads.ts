import { createReadStream, mkdirSync, readdirSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import { machineNow } from '../clock.ts';
import { problemOf } from '../web/problems.ts';
import { needRoom, roomBeside } from '../room.ts';

type Opened = { folder: string; store: FileStore };
let opened: Opened | undefined;

/** Says where uploads lie until all of them is here. */
export function openUploads(folder: string): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	opened = { folder, store: new FileStore({ directory: folder }) };
}

/** Expects bytes at the address `/uploads/ID`, which speaks tus 1.0: so many, or as many as come. Throws NoRoom. */
export async function expectUpload(id: string, bytes?: number): Promise<void> {
	needRoomForUpload(bytes ?? 0);
	await uploads().store.create(
		new Upload({ id, offset: 0, ...(bytes !== undefined && { size: bytes }) })
	);
}

/** Throws NoRoom where so many bytes more do not fit beside what is sent. */
export function needRoomForUpload(bytes: number): void {
	needRoom(uploads().folder, bytes, 'this recording');
}

/** How many bytes more fit beside what is sent. */
export const roomForUploads = () => roomBeside(uploads().folder);

/** How many bytes of an upload are here; undefined where none is expected. */
export function receivedOf(id: string): number | undefined {
	return statSync(uploadPath(id), { throwIfNoEntry: false })?.size;
}

/** Where an upload lies. */
export function uploadPath(id: string): string {
	if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('No such upload');
	return join(uploads().folder, id);
}

/** Forgets what came of an upload; one that is not there is forgotten already. */
export async function forgetUpload(id: string): Promise<void> {
	await uploads()
		.store.remove(id)
		.catch(() => {});
}

/** The uploads to which nothing has been added for so many days, by the machine's clock. */
export function uploadsOlderThan(days: number): string[] {
	const before = machineNow().subtract({ hours: 24 * days }).epochMilliseconds;
	return readdirSync(uploads().folder).filter(
		(name) => /^[0-9a-f-]{36}$/.test(name) && statSync(uploadPath(name)).mtimeMs < before
	);
}

/** What has come of an upload so far. */
export function readUpload(id: string): Readable {
	return createReadStream(uploadPath(id));
}

export type UploadRights = {
	/** Whether whoever asks may send to this upload, and hear how much of it is here. */
	mayReach: (request: Request, upload: string) => Promise<boolean>;
	/** What one upload whose length nobody said may grow to, in bytes. */
	atMost: number;
	/** All bytes of an upload are here; what it throws is told to whoever sent the last. */
	finished: (upload: string) => Promise<void>;
};

/** What answers below `/uploads/`: how much is here, and more of it. An upload begins by a door alone. */
export function uploadServer({ mayReach, atMost, finished }: UploadRights) {
	const { store } = uploads();
	const server = new Server({
		path: '/uploads',
		datastore: store,
		relativeLocation: true,
		maxSize: atMost,
		allowedOrigins: [],
		onIncomingRequest: async (request, id) => {
			if (!['HEAD', 'PATCH', 'OPTIONS'].includes(request.method)) throw told(405, 'Not this way');
			if (request.method === 'OPTIONS') return;
			if (!(await mayReach(request, id))) throw told(404, 'There is nothing here');
			if (request.method !== 'PATCH') return;
			const coming = request.headers.get('content-length') ?? (await leftOf(id, atMost));
			needRoomForUpload(Number(coming));
		},
		onUploadFinish: async (_request, upload) => {
			await finished(upload.id);
			return {};
		},
		onResponseError: (_request, error) => {
			const problem = problemOf(error);
			return problem
				? told(problem.status, problem.fields?.[0]?.message ?? problem.detail)
				: undefined;
		}
	});
	return (request: IncomingMessage, response: ServerResponse): void =>
		void server.handle(request, response);
}

/** What may still come of an upload. */
async function leftOf(id: string, atMost: number): Promise<number> {
	const { size = atMost, offset } = await uploads().store.getUpload(id);
	return size - offset;
}

const told = (status_code: number, body: string) => ({ status_code, body: `${body}\n` });

function uploads(): Opened {
	if (!opened) throw new Error('Uploads are not open');
	return opened;
}
