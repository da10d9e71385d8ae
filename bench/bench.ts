// `npm run bench -- --against pytorch`: the product beside PyTorch and diffusers on random weights of the true size.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, type Figures } from './against/measure.ts';
import { performancePage } from './against/page.ts';
import { FULL, TINY } from './full-size/cases.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    /** Where the random checkpoints lie, or are written. */
    files: { type: 'string', default: 'data/full-size' },
    /** Counted runs of each case on each side. */
    rounds: { type: 'string', default: '5' },
    /** Measures only what an earlier run that was stopped has not. */
    continue: { type: 'boolean', default: false },
    /** Where the page goes besides standard output. */
    out: { type: 'string' },
    tiny: { type: 'boolean', default: false },
  },
});
if (values.against !== 'pytorch') {
  console.error(
    `--against: expected pytorch, got ${values.against ?? 'nothing'} (bench:server and bench:editor measure the rest)`,
  );
  process.exit(2);
}
const place = { folder: resolve(values.files), tiny: values.tiny };
mkdirSync(place.folder, { recursive: true });
const sizes = values.tiny ? TINY : FULL;
const kept = join(place.folder, 'figures.json');
const known: Figures =
  values.continue && existsSync(kept)
    ? (JSON.parse(readFileSync(kept, 'utf8')) as Figures)
    : { headline: {} };
const figures = await measure(place, sizes, {
  rounds: Number(values.rounds),
  known,
  keep: (now) => {
    writeFileSync(kept, JSON.stringify(now));
    console.error(`measured: ${[...Object.keys(now.headline), ...Object.keys(now)].join(', ')}`);
  },
});
const page = await performancePage(
  figures,
  sizes,
  values.continue ? `up to ${values.rounds}` : values.rounds,
);
console.log(page);
if (values.out !== undefined) writeFileSync(values.out, `${page}\n`);
