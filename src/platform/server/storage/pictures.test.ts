import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pictureKind, readPicture, readSquare } from './pictures.ts';

const plain = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#b93a1c' } });

/** A left half in red, a right half in blue. */
const halves = (width: number, height: number) =>
	plain(width, height).composite([
		{
			input: { create: { width: width / 2, height, channels: 3, background: '#0000ff' } },
			left: width / 2,
			top: 0
		}
	]);

test('a picture keeps its format, gets its size, and modern widths up to its own', async () => {
	const bytes = await plain(1000, 500).jpeg().toBuffer();
	const picture = await readPicture(bytes);
	expect([picture.type, picture.width, picture.height]).toEqual(['image/jpeg', 1000, 500]);
	expect(picture.variants.map(({ width }) => width)).toEqual([480, 960, 1000]);
	for (const variant of picture.variants) {
		const { format, width } = await sharp(variant.bytes).metadata();
		expect([format, width]).toEqual(['webp', variant.width]);
	}
});

test('a picture that lies on its side is put upright, and what the camera wrote is gone', async () => {
	const gps = { IFD0: { Copyright: 'Darcy' }, IFD3: { GPSLatitude: '39/1 44/1 0/1' } };
	const bytes = await halves(200, 100)
		.withExif(gps)
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer();
	expect((await sharp(bytes).metadata()).exif).toBeDefined();
	const picture = await readPicture(bytes);
	expect([picture.width, picture.height]).toEqual([100, 200]);
	const { exif, orientation } = await sharp(picture.bytes).metadata();
	expect([exif, orientation]).toEqual([undefined, undefined]);
	const [top] = await sharp(picture.bytes)
		.extract({ left: 50, top: 20, width: 1, height: 1 })
		.raw()
		.toBuffer();
	expect(top).toBeGreaterThan(150);
});

test('a gif that moves goes on moving as WebP', async () => {
	const frames = await Promise.all(
		['#ff0000', '#00ff00', '#0000ff'].map((background) =>
			sharp({ create: { width: 600, height: 300, channels: 3, background } })
				.png()
				.toBuffer()
		)
	);
	const gif = await sharp(frames, { join: { animated: true } })
		.gif({ delay: [200, 200, 200] })
		.toBuffer();
	const picture = await readPicture(gif);
	expect([picture.type, picture.width, picture.height]).toEqual(['image/webp', 600, 300]);
	for (const bytes of [picture.bytes, ...picture.variants.map((variant) => variant.bytes)])
		expect((await sharp(bytes).metadata()).pages).toBe(3);
});

test('what is no picture is refused, however it begins or is named', async () => {
	const whole = await plain(300, 300).png().toBuffer();
	const jpeg = await plain(300, 300).jpeg().toBuffer();
	const liars: [Uint8Array, string][] = [
		[Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'not a picture'],
		[Buffer.from('GIF89a<script>alert(1)</script>'), 'damaged'],
		[whole.subarray(0, whole.length / 2), 'damaged'],
		[Buffer.concat([jpeg.subarray(0, 3), whole]), 'damaged'],
		[Buffer.from('\0\0\0\x18ftypheic'), 'HEIC'],
		[new Uint8Array(0), 'not a picture']
	];
	for (const [bytes, why] of liars) await expect(readPicture(bytes)).rejects.toThrow(why);
});

test('a few bytes that unpack to gigapixels are refused before they are unpacked', async () => {
	const bomb = await sharp({
		create: { width: 8_200, height: 8_200, channels: 3, background: 'white' },
		limitInputPixels: false
	})
		.png({ compressionLevel: 2 })
		.toBuffer();
	expect(bomb.length).toBeLessThan(2_000_000);
	await expect(readPicture(bomb)).rejects.toThrow('too many pixels');
	await expect(readSquare(bomb, 256)).rejects.toThrow('too many pixels');
	// The same claim in the header alone.
	const claim = Buffer.from(await plain(10, 10).png().toBuffer());
	claim.writeUInt32BE(200_000, 16);
	claim.writeUInt32BE(200_000, 20);
	await expect(readPicture(claim)).rejects.toThrow(/too many pixels|damaged/);
});

test('a face is a small square of WebP', async () => {
	const { width, height, type } = await readSquare(await plain(900, 300).png().toBuffer(), 256);
	expect([width, height, type]).toEqual([256, 256, 'image/webp']);
});

test('the first bytes tell what a picture is', async () => {
	for (const format of ['jpeg', 'png', 'gif', 'webp'] as const)
		expect(pictureKind(await plain(8, 8).toFormat(format).toBuffer())).toBe(format);
	expect(pictureKind(await plain(8, 8).avif().toBuffer())).toBe('heif');
	expect(pictureKind(Buffer.from('%PDF-1.7'))).toBeUndefined();
});
