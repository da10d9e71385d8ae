// Makes docs/images/inpaint.png: pictures, where something is drawn in them, and four subjects drawn there.
// npx tsx docs/make-inpaint.ts
import { join } from 'node:path';
import { DEFAULT_BUNDLE, packageRoot } from '../graph-server/config.ts';
import { drawnSheet } from './drawn-sheet.ts';

/** Pictures to draw in: a sample, whose own subject is drawn over, and its place in words. */
const SCENES = [
  { scene: 'croissant', place: 'in the desert' },
  { scene: 'wolf', place: 'on the beach' },
  { scene: 'violin', place: 'in the mountains' },
];
const SUBJECTS = ['flamingo', 'toy-2', 'canoe', 'croissant', 'wolf'];
const COLUMNS = 4;

const samples = join(packageRoot, 'models', DEFAULT_BUNDLE, 'samples');
const rows = SCENES.map(({ scene, place }) => [
  join(samples, `${scene}.png`),
  join(samples, `${scene}-mask.png`),
  ...SUBJECTS.filter((id) => id !== scene)
    .slice(0, COLUMNS)
    .map((id) => ({
      'photo.image': `sample-${id}.png`,
      'mask.image': `sample-${id}-mask.png`,
      'scene.image': `sample-${scene}.png`,
      'where.image': `sample-${scene}-mask.png`,
      'prompt.text': `a photo of a S* ${place}`,
      'sampler.steps': '100',
    })),
]);
await drawnSheet('inpaint', 'inpaint', rows);
