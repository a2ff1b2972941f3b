const pictureNames = /\.(jpe?g|jfif|png|gif|webp|avif|heic|heif|svgz?|bmp|tiff?|ico)$/i;

/** True when a name says that this is a picture, false when it says something else, undefined when it says nothing. */
export function claimsPicture(name: string): boolean | undefined {
	if (pictureNames.test(name)) return true;
	return /\.[a-z0-9]{1,8}$/i.test(name) ? false : undefined;
}

const office: Record<string, string> = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	odt: 'application/vnd.oasis.opendocument.text',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
	odp: 'application/vnd.oasis.opendocument.presentation'
};

/** The type of what is no picture, by its content; a page or a script is plain text, and whatever is unknown is bytes. */
export function kindOf(bytes: Uint8Array, name: string): string {
	const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
	if (head.startsWith('%PDF-')) return 'application/pdf';
	if (head.startsWith('PK\x03\x04'))
		return office[name.split('.').at(-1)!.toLowerCase()] ?? 'application/zip';
	return isText(bytes) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

function isText(bytes: Uint8Array): boolean {
	try {
		return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
	} catch {
		return false;
	}
}
