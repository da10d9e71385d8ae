// Makes docs/images/examples.png: for each sample concept its photograph and what the product draws of it.
// npx tsx docs/make-examples.ts
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_BUNDLE, packageRoot } from '../graph-server/config.ts';
import { drawnSheet } from './drawn-sheet.ts';

const COLUMNS = [
  { prompt: 'a photo of a S*', lambda: 0.8 },
  { prompt: 'a photo of a S* in the snow', lambda: 0.6 },
  { prompt: 'a photo of a S* on a red background', lambda: 0.6 },
  { prompt: 'a photo of a S* in the jungle', lambda: 0.6 },
  { prompt: 'a photo of a blue S* in the desert', lambda: 0.6 },
  { prompt: 'a night photo of a S* on the beach', lambda: 0.6 },
];

const bundle = join(packageRoot, 'models', DEFAULT_BUNDLE);
const samples = JSON.parse(await readFile(join(bundle, 'samples', 'samples.json'), 'utf8')) as {
  id: string;
  photo: string;
}[];
const rows = samples.map(({ id, photo }) => [
  join(bundle, photo),
  ...COLUMNS.map(({ prompt, lambda }) => ({
    'photo.image': `sample-${id}.png`,
    'mask.image': `sample-${id}-mask.png`,
    'prompt.text': prompt,
    'sampler.lambda': String(lambda),
    'sampler.seed': '42',
    'sampler.steps': '100',
  })),
]);
await drawnSheet('examples', 'edit', rows);
