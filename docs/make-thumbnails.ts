// Makes workflows/NAME.jpg, the picture beside each saved workflow: what it draws, and the photograph that it began with.
// npx tsx docs/make-thumbnails.ts
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { loadGraph } from '../graph-server/cli/load-graph.ts';
import { LocalRunner } from '../graph-server/cli/local-runner.ts';
import { configOf, packageRoot } from '../graph-server/config.ts';

const SIDE = 256;
const INSET = 96;

const workflows = join(packageRoot, 'workflows');
const folder = await mkdtemp(join(tmpdir(), 'thumbnails-'));
const runner = await LocalRunner.start(configOf({ data: join(folder, 'data') }), join(folder, 'out'));
try {
  for (const file of (await readdir(workflows)).filter((name) => name.endsWith('.json')))
    await makeThumbnail(basename(file, '.json'));
} finally {
  await runner.close();
  await rm(folder, { recursive: true, force: true });
}

async function makeThumbnail(name: string): Promise<void> {
  const { prompt } = await loadGraph(join(workflows, `${name}.json`), await runner.objectInfo());
  const outcome = await runner.run(prompt, undefined, () => undefined, new AbortController().signal);
  const [file] = outcome.files;
  if (!file) throw new Error(`${name}: expected a picture, got ${outcome.reason ?? 'none'}`);
  const photo = Object.values(prompt).find((node) => node.class_type === 'LoadImage')?.inputs['image'];
  const inset = typeof photo === 'string' ? [await square(join(folder, 'data', 'input', photo), INSET)] : [];
  const result = await square(await runner.save(file, join(folder, 'out')), SIDE);
  await sharp(result)
    .composite(inset.map((input) => ({ input, gravity: 'southeast' })))
    .jpeg({ quality: 85 })
    .toFile(join(workflows, `${name}.jpg`));
}

async function square(path: string, side: number): Promise<Buffer> {
  return sharp(path).resize(side, side, { kernel: 'cubic' }).removeAlpha().png().toBuffer();
}
