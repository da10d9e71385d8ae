import { join, resolve } from 'node:path';
import { DEFAULT_BUNDLE, packageRoot } from '../graph-server/config.ts';
import { namedBundle } from '../method/diffusion/bundle-folder.ts';
import { parseSubset } from '../method/evaluation/subset.ts';
import { Runtime } from '../method/runtime/runtime.ts';
import { weightBits } from '../method/checkpoint/weight-bits.ts';
import { comparedCells } from './compared-rows.ts';
import { machine, table } from './figures.ts';
import { parsedFlags } from './flags.ts';
import { latentErrors, type LatentError } from './int8/latent-errors.ts';
import { precisionDifferences, type PrecisionFindings } from './int8/precision-quality.ts';

/**
 * `npm run bench:int8 [-- --out DIR --subset 20x25x1]`: what the int8 mode costs in quality on the embedded bundle. The relative
 * error of ε at each step, and pictures of both precisions, scored and compared. Goes on where it was stopped.
 */
const values = parsedFlags({
  out: { type: 'string', default: 'out/int8' },
  subset: { type: 'string', default: '20x25x1' },
});
const out = resolve(values.out);
const models = join(packageRoot, 'models');
const runtime = new Runtime();
const bits = await weightBits();
const errors = await latentErrors(await namedBundle(DEFAULT_BUNDLE, [models]), runtime, {
  folder: join(out, 'data', 'models', 'derived'),
  bits,
});
await runtime.dispose();
const found = await precisionDifferences(
  join(models, DEFAULT_BUNDLE, 'tinybench'),
  out,
  parseSubset(values.subset),
);
console.log(`${machine()}; weights of ${bits} bits.`);
console.log(`\n${errorTable(errors)}\n`);
console.log(qualityTable(found));

function errorTable(rows: readonly LatentError[]): string {
  const shown = rows.filter(({ step }) => step % 4 === 0);
  return table(
    ['step of 25', ...shown.map(({ step }) => String(step + 1))],
    [
      ['relative error of ε', ...shown.map(({ epsilon }) => percent(epsilon))],
      [
        'relative error of the denoised latents, in two whole runs',
        ...shown.map(({ latents }) => percent(latents)),
      ],
    ],
  );
}

function qualityTable({ differences, pixels, pictures, subjects }: PrecisionFindings): string {
  return [
    table(['metric', 'int8 − fp32, 95 % interval', 'equal'], differences.map(comparedCells)),
    '',
    `${pictures} pictures of ${subjects} concepts, 25 LMS steps; pixels differ by ${pixels.toFixed(2)} of 255 on average.`,
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
