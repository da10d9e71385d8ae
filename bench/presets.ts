import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openDataFolder } from '../graph-server/cli/evaluation/data-folder.ts';
import { DEFAULT_BUNDLE, packageRoot } from '../graph-server/config.ts';
import { namedBundle } from '../method/diffusion/bundle-folder.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../method/diffusion/schedule.ts';
import { parseSubset } from '../method/evaluation/subset.ts';
import { encodePng } from '../method/image/encode.ts';
import { Runtime } from '../method/runtime/runtime.ts';
import { machine } from './figures.ts';
import { numberOf, parsedFlags } from './flags.ts';
import { drawingCosts } from './presets/drawing-cost.ts';
import { presetTables } from './presets/page.ts';
import { drawVariants, qualityDifferences } from './presets/quality.ts';
import { presetSheet } from './presets/sheet.ts';

/**
 * `npm run bench:presets [-- --out DIR --subset 20x25x1 --rounds N]`: what the presets cost, and how their pictures compare with
 * those of *paper*, the fast ones in int8 too, on the test concepts of the embedded bundle. Goes on where it was stopped; writes presets.md and presets.png.
 */
const values = parsedFlags({
  out: { type: 'string', default: 'out/presets' },
  subset: { type: 'string', default: '20x25x1' },
  rounds: { type: 'string', default: '9' },
});
const out = resolve(values.out);
const rounds = numberOf('--rounds', values.rounds);
const models = join(packageRoot, 'models');
const dataSet = join(models, DEFAULT_BUNDLE, 'tinybench');
await mkdir(out, { recursive: true });

const runs = await drawVariants(dataSet, out, parseSubset(values.subset));
const runtime = new Runtime();
const costs = await drawingCosts(
  await namedBundle(DEFAULT_BUNDLE, [models]),
  await openDataFolder(dataSet),
  runtime,
  rounds,
);
await runtime.dispose();
const pictures = runs.get('paper') ?? [];
const tables = presetTables({
  costs,
  differences: qualityDifferences(runs),
  levels: noiseLevels(STABLE_DIFFUSION),
  pictures: pictures.length,
  subjects: new Set(pictures.map(({ subject }) => subject)).size,
  machine: machine(),
  rounds,
});
await writeFile(join(out, 'presets.md'), `${tables}\n`);
await writeFile(join(out, 'presets.png'), await encodePng(await presetSheet(out, runs)));
console.log(tables);
