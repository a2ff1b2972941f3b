import sharp from 'sharp';

/** What podcast apps show of a feed: the asterism on paper, as a PNG of the size that they ask for. */
export function cover(): Promise<Buffer> {
	return (made ??= sharp(Buffer.from(drawing)).png({ palette: true }).toBuffer());
}

let made: Promise<Buffer> | undefined;

const star = ([x, y]: [number, number]) =>
	`<path d="M${x} ${y - 5.5}v11M${x - 4.76} ${y - 2.75}l9.52 5.5M${x + 4.76} ${y - 2.75}l-9.52 5.5"/>`;
const stars = (
	[
		[18, 10],
		[8, 24],
		[28, 24]
	] as [number, number][]
)
	.map(star)
	.join('');
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1400" viewBox="-12 -12 60 60">
	<rect x="-12" y="-12" width="60" height="60" fill="#fbf8f2"/>
	<g stroke="#b93a1c" stroke-width="1.5" stroke-linecap="round">${stars}</g>
</svg>`;
