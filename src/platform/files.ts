/** What one file may weigh. */
export const bytesAtMost = 20_000_000;

/** The address of a file of ours, whole or (a picture) about `width` pixels wide. */
export function fileAddress(id: string, width?: number): string {
	return `/files/${id}${width ? `?w=${width}` : ''}`;
}

/** The id of the file of ours that an address names, if it names one. */
export function fileAt(address: unknown): string | undefined {
	const path = /^\/files\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[?#]|$)/;
	return typeof address === 'string' ? path.exec(address)?.[1] : undefined;
}

const steps = [480, 960, 1920];

/** The widths in which a picture is kept in a modern format. */
export function widthsOf(width: number): number[] {
	return [...steps.filter((step) => step < width), Math.min(width, steps.at(-1)!)].filter(
		(each, index, all) => all.indexOf(each) === index
	);
}
