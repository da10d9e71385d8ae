import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLES = join(import.meta.dirname, '..', '..', 'models', 'elite-nano', 'samples');

/** subjects.json of two subjects and two prompts. */
export const smallSubjects = (): Record<string, unknown> & { subjects: Record<string, unknown>[] } => ({
  name: 'Small',
  version: 1,
  subjects: [
    {
      id: 'wolf',
      category: 'animal',
      kind: 'live',
      photo: 'wolf.png',
      mask: 'wolf-mask.png',
      nearest: 'dog',
    },
    {
      id: 'violin',
      category: 'instrument',
      kind: 'thing',
      photo: 'violin.png',
      mask: 'violin-mask.png',
      nearest: { name: 'guitar', likeness: 0.5 },
    },
  ],
  prompts: [
    { id: 'place-beach', kind: 'place', text: 'a S* on the beach', asks: { place: 2 } },
    { id: 'colour-red', kind: 'colour', text: 'a red S*', asks: { colour: 0 } },
  ],
  truths: { 'wolf/place-beach': ['wolf.png', 'violin.png'] },
});

/** Writes a data set with the photographs of the shipped samples; answers its folder. */
export function writeSmallBenchmark(parent: string, json: unknown = smallSubjects()): string {
  const folder = join(parent, 'small');
  mkdirSync(folder, { recursive: true });
  for (const name of ['wolf.png', 'wolf-mask.png', 'violin.png', 'violin-mask.png'])
    copyFileSync(join(SAMPLES, name), join(folder, name));
  writeFileSync(join(folder, 'subjects.json'), typeof json === 'string' ? json : JSON.stringify(json));
  return folder;
}
