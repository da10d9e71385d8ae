// Makes docs/images/inpaint.png: pictures, where something is drawn in them, and four subjects drawn there.
// npx tsx docs/make-inpaint.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { loadGraph } from '../graph-server/cli/load-graph.ts';
import { LocalRunner } from '../graph-server/cli/local-runner.ts';
import { configOf, packageRoot } from '../graph-server/config.ts';
import { setInput } from '../graph-server/queue/set-input.ts';

const CELL = 128;
/** Pictures to draw in: a sample, whose own subject is drawn over, and its place in words. */
const SCENES = [
  { scene: 'croissant', place: 'in the desert' },
  { scene: 'wolf', place: 'on the beach' },
  { scene: 'violin', place: 'in the mountains' },
];
const SUBJECTS = ['flamingo', 'toy-2', 'canoe', 'croissant', 'wolf'];
const COLUMNS = 4;

const folder = await mkdtemp(join(tmpdir(), 'inpaint-'));
const input = join(folder, 'data', 'input');
const runner = await LocalRunner.start(configOf({ data: join(folder, 'data') }), join(folder, 'out'));
try {
  const cells: OverlayOptions[] = [];
  for (const [row, { scene, place }] of SCENES.entries()) {
    cells.push(await cell(join(input, `sample-${scene}.png`), row, 0));
    cells.push(await cell(join(input, `sample-${scene}-mask.png`), row, 1));
    const subjects = SUBJECTS.filter((id) => id !== scene).slice(0, COLUMNS);
    for (const [column, id] of subjects.entries()) {
      const path = await draw({
        'photo.image': `sample-${id}.png`,
        'mask.image': `sample-${id}-mask.png`,
        'scene.image': `sample-${scene}.png`,
        'where.image': `sample-${scene}-mask.png`,
        'prompt.text': `a photo of a S* ${place}`,
        'sampler.steps': '100',
      });
      cells.push(await cell(path, row, 2 + column));
    }
  }
  await sharp({
    create: {
      width: CELL * (2 + COLUMNS),
      height: CELL * SCENES.length,
      channels: 3,
      background: 'white',
    },
  })
    .composite(cells)
    .png()
    .toFile(join(packageRoot, 'docs', 'images', 'inpaint.png'));
} finally {
  await runner.close();
  await rm(folder, { recursive: true, force: true });
}

async function draw(values: Readonly<Record<string, string>>): Promise<string> {
  const objectInfo = await runner.objectInfo();
  const { prompt } = await loadGraph(join(packageRoot, 'workflows', 'inpaint.json'), objectInfo);
  for (const [place, value] of Object.entries(values)) setInput(prompt, place, value, objectInfo);
  const outcome = await runner.run(prompt, undefined, () => undefined, new AbortController().signal);
  const [file] = outcome.files;
  if (!file) throw new Error(outcome.reason ?? 'expected a picture, got none');
  return runner.save(file, join(folder, 'out'));
}

async function cell(path: string, row: number, column: number): Promise<OverlayOptions> {
  const picture = await sharp(path).resize(CELL, CELL, { kernel: 'cubic' }).png().toBuffer();
  return { input: picture, left: column * CELL, top: row * CELL };
}
