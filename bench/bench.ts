// `npm run bench -- --against pytorch`: the product beside PyTorch and diffusers on random weights of the true size.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './against/measure.ts';
import { performancePage } from './against/page.ts';
import { FULL, TINY } from './full-size/cases.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    /** Where the random checkpoints lie, or are written. */
    files: { type: 'string', default: 'data/full-size' },
    /** Counted runs of each case on each side. */
    rounds: { type: 'string', default: '5' },
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
const figures = await measure(place, values.tiny ? TINY : FULL, {
  rounds: Number(values.rounds),
  tell: console.error,
});
const page = await performancePage(figures, Number(values.rounds));
console.log(page);
if (values.out !== undefined) writeFileSync(values.out, page);
