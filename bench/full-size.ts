// `npm run proof:full-size`: every network at its true size beside diffusers and transformers, from files as published.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FULL, networkCases, pipelineCase, TINY } from './full-size/cases.ts';
import { proveLayouts } from './full-size/layouts.ts';
import { proofTable, prove, type ProofRow } from './full-size/prove.ts';
import { Sides } from './full-size/sides.ts';
import { bundleOf, machine, published } from './sides/published.ts';

const { values } = parseArgs({
  options: {
    /** Small networks of the same layout. */
    tiny: { type: 'boolean', default: false },
    /** Where the random checkpoints lie, or are written: 18 GB, or 20 MB. */
    files: { type: 'string', default: 'data/full-size' },
    /** Side of the latents of the ten steps. */
    latents: { type: 'string' },
    /** Leaves the other layouts of the same weights out. */
    'one-layout': { type: 'boolean', default: false },
  },
});
const place = { folder: resolve(values.files), tiny: values.tiny };
mkdirSync(place.folder, { recursive: true });
const sizes = place.tiny ? TINY : FULL;
const files = published(place);
const sides = new Sides(bundleOf(place, files), files, place.tiny);
const latents = values.latents === undefined ? sizes.latents : Number(values.latents);

const rows: ProofRow[] = [];
for (const proofCase of [...networkCases(sizes), pipelineCase(sizes, latents)]) {
  rows.push(await prove(proofCase, sides));
  console.error(proofTable(rows.slice(-1)).split('\n').at(-1));
}
await sides.close();
console.log(`${machine()}\n\n${proofTable(rows)}`);
const layouts = values['one-layout'] ? [] : await proveLayouts(place, sizes);
if (layouts.length > 0) console.log(`\n${proofTable(layouts)}`);
const failed = [...rows, ...layouts].filter(({ error, limit }) => !(error <= limit));
if (failed.length > 0) {
  console.error(`${failed.length} of ${rows.length + layouts.length} are beyond their limit`);
  process.exitCode = 1;
}
