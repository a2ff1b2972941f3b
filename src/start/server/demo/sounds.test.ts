import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cuesOf } from '#modules/audio/server/captions.ts';
import { readSound } from '#platform/server/storage/sounds.ts';
import { voicesFolder, wordsOf } from './sounds.ts';
import { spoken } from './story/spoken.ts';

const sounds = Object.entries(spoken);

test('the demo has a voice for everything that is said in it, and no other', () => {
	const wanted = sounds.flatMap(([sound]) => [`${sound}.mp3`, `${sound}.vtt`]);
	expect(readdirSync(voicesFolder).sort()).toEqual(wanted.sort());
});

test.each(sounds)(
	'%s is as long as its words, which are those of the story',
	async (sound, said) => {
		const { type, seconds } = await readSound(join(voicesFolder, `${sound}.mp3`));
		const cues = await cuesOf(await wordsOf(sound));
		expect(cues.map(({ text }) => text)).toEqual(said.lines);
		expect(type).toBe('audio/mpeg');
		expect(seconds).toBeGreaterThan(10);
		expect(seconds).toBeLessThan(35);
		const end = cues.at(-1)!.to!;
		expect(seconds - end).toBeGreaterThan(0.2);
		expect(seconds - end).toBeLessThan(1);
	}
);
