import { uploadFile } from '#modules/documents/server/files.ts';
import type { Actor } from '#platform/server/door.ts';
import sharp from 'sharp';

/** A drawing in ink on paper, as SVG without words, and what it shows for whoever does not see it. */
export type Drawing = { name: string; alt: string; svg: string };

/** Keeps a drawing as its drawer's picture; returns the Markdown that shows it. */
export async function uploaded(actor: Actor, { name, alt, svg }: Drawing): Promise<string> {
	const png = await sharp(Buffer.from(svg)).png().toBuffer();
	const { src } = await uploadFile(actor, { name, file: png.toString('base64') });
	return `![${alt}](${src})`;
}

const ink = '#1e1b16';
const red = '#b93a1c';
const paper = '#fbf8f2';

/** A sheet of paper with lines of ink. */
function sheet(height: number, lines: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="${height}" viewBox="0 0 600 ${height / 2}">
		<rect width="100%" height="100%" fill="${paper}"/>
		<g fill="none" stroke="${ink}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${lines}</g></svg>`;
}

const doorAt = (x: number) => `
	<path d="M${x} 150 V62 h46 V150" />
	<path d="M${x} 62 l30 13 v88 l-30 -13" fill="${paper}" />
	<circle cx="${x + 24}" cy="116" r="1.8" fill="${ink}" />
	<path d="M${x + 15} 178 v10" stroke="${red}" stroke-width="3" />`;

export const threeDoors: Drawing = {
	name: 'three-doors.png',
	alt: 'A day drawn as one line from morning to evening, with three open doors standing on it and a small desk between each of them.',
	svg: sheet(
		420,
		`<path d="M24 150 C140 148 460 153 576 150" />
		${[88, 268, 448].map(doorAt).join('')}
		${[182, 362].map((x) => `<path d="M${x} 130 h48 M${x + 6} 130 v20 M${x + 42} 130 v20 M${x + 14} 130 v-12 h20 v12" />`).join('')}
		<path d="M34 128 c8 -14 20 -14 28 0 M48 104 v-8 M30 112 l-6 -6 M66 112 l6 -6" />
		<path d="M552 96 a16 16 0 1 0 14 26 a13 13 0 1 1 -14 -26" />`
	)
};

/** Six stations around the clock; the way between the last two is the one that is broken. */
export const aroundTheClock: Drawing = {
	name: 'six-handovers.png',
	alt: 'Six dots on a circle, joined by arrows one after another. The arrow from Honolulu to Sydney is dashed and red: that is where nobody is at the desk for twenty minutes.',
	svg: sheet(
		640,
		stations(6)
			.map(([x, y], i, all) => {
				const [toX, toY] = all[(i + 1) % all.length]!;
				const gap = (share: number) => [x + (toX - x) * share, y + (toY - y) * share];
				const [fromX, fromY] = gap(0.16);
				const [endX, endY] = gap(0.84);
				const broken = i === all.length - 1;
				const turn = (Math.atan2(toY - y, toX - x) * 180) / Math.PI;
				return `<circle cx="${x}" cy="${y}" r="9" fill="${broken ? red : ink}" stroke="none" />
					<path d="M${fromX} ${fromY} L${endX} ${endY}" ${broken ? `stroke="${red}" stroke-dasharray="3 9"` : ''} />
					<path d="M-10 -6 L0 0 L-10 6" transform="translate(${endX} ${endY}) rotate(${turn})" ${broken ? `stroke="${red}"` : ''} />`;
			})
			.join('')
	)
};

function stations(count: number): [number, number][] {
	return Array.from({ length: count }, (_, i) => {
		const angle = -Math.PI / 2 + (i * 2 * Math.PI) / count;
		return [300 + 190 * Math.cos(angle), 160 + 118 * Math.sin(angle)];
	});
}
