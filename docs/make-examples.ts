// Makes docs/images/examples.png: for each sample concept its photograph and what the product draws of it.
// npx tsx docs/make-examples.ts
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { loadGraph } from '../graph-server/cli/load-graph.ts';
import { setInput } from '../graph-server/queue/set-input.ts';
import { LocalRunner } from '../graph-server/cli/local-runner.ts';
import { configOf, DEFAULT_BUNDLE, packageRoot } from '../graph-server/config.ts';

const CELL = 128;
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
const folder = await mkdtemp(join(tmpdir(), 'examples-'));
const runner = await LocalRunner.start(configOf({ data: join(folder, 'data') }), join(folder, 'out'));
try {
  const cells: OverlayOptions[] = [];
  for (const [row, { id, photo }] of samples.entries()) {
    cells.push(await cell(join(bundle, photo), row, 0));
    for (const [column, { prompt, lambda }] of COLUMNS.entries()) {
      const path = await draw({
        'photo.image': `sample-${id}.png`,
        'mask.image': `sample-${id}-mask.png`,
        'prompt.text': prompt,
        'sampler.lambda': String(lambda),
        'sampler.seed': '42',
        'sampler.steps': '100',
      });
      cells.push(await cell(path, row, column + 1));
    }
  }
  await sharp({
    create: {
      width: CELL * (COLUMNS.length + 1),
      height: CELL * samples.length,
      channels: 3,
      background: 'white',
    },
  })
    .composite(cells)
    .png()
    .toFile(join(packageRoot, 'docs', 'images', 'examples.png'));
} finally {
  await runner.close();
  await rm(folder, { recursive: true, force: true });
}

async function draw(values: Readonly<Record<string, string>>): Promise<string> {
  const objectInfo = await runner.objectInfo();
  const { prompt } = await loadGraph(join(packageRoot, 'workflows', 'edit.json'), objectInfo);
  for (const [place, value] of Object.entries(values)) setInput(prompt, place, value, objectInfo);
  const outcome = await runner.run(prompt, undefined, () => undefined, new AbortController().signal);
  const [file] = outcome.files;
  if (!file) throw new Error(outcome.reason ?? 'expected a picture, got none');
  return runner.save(file, join(folder, 'out'));
}

async function cell(path: string, row: number, column: number): Promise<OverlayOptions> {
  const input = await sharp(path).resize(CELL, CELL, { kernel: 'cubic' }).png().toBuffer();
  return { input, left: column * CELL, top: row * CELL };
}
