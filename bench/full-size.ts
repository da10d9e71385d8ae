// `npm run proof:full-size`: every network at its true size beside diffusers and transformers, from files as published.
import { machine } from './figures.ts';
import { numberOf, parsedFlags } from './flags.ts';
import { FULL, networkCases, pipelineCase, TINY } from './full-size/cases.ts';
import { proveLayouts } from './full-size/layouts.ts';
import { proofTable, prove, type ProofRow } from './full-size/prove.ts';
import { Sides } from './full-size/sides.ts';
import { bundleOf, PLACE_FLAGS, placeOf, published } from './sides/published.ts';

const values = parsedFlags({
  ...PLACE_FLAGS,
  /** Side of the latents of the ten steps. */
  latents: { type: 'string' },
  /** Leaves the other layouts of the same weights out. */
  'one-layout': { type: 'boolean', default: false },
});
const place = placeOf(values);
const sizes = place.tiny ? TINY : FULL;
const latents = values.latents === undefined ? sizes.latents : numberOf('--latents', values.latents);
const files = published(place);
const sides = new Sides(bundleOf(place, files), files, place.tiny);

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
