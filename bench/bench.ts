// `npm run bench -- --against pytorch`: the product beside PyTorch and diffusers on random weights of the true size.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { measure, type Figures } from './against/measure.ts';
import { performancePage } from './against/page.ts';
import { sizePlot } from './against/size-plot.ts';
import { numberOf, parsedFlags, refuse } from './flags.ts';
import { FULL, TINY } from './full-size/cases.ts';
import { PLACE_FLAGS, placeOf } from './sides/published.ts';

const values = parsedFlags({
  ...PLACE_FLAGS,
  against: { type: 'string' },
  /** Counted runs of each case on each side. */
  rounds: { type: 'string', default: '5' },
  /** Measures only what an earlier run that was stopped has not. */
  continue: { type: 'boolean', default: false },
  /** Where the page goes besides standard output, its plot below it. */
  out: { type: 'string' },
});
if (values.against !== 'pytorch')
  refuse(
    `--against: expected pytorch, got ${values.against ?? 'nothing'} (bench:server and bench:editor measure the rest)`,
  );
const rounds = numberOf('--rounds', values.rounds);
const place = placeOf(values);
const sizes = place.tiny ? TINY : FULL;
const kept = join(place.folder, 'figures.json');
const known: Figures =
  values.continue && existsSync(kept)
    ? (JSON.parse(readFileSync(kept, 'utf8')) as Figures)
    : { headline: {} };
const figures = await measure(place, sizes, {
  rounds,
  known,
  keep: (now) => {
    writeFileSync(kept, JSON.stringify(now));
    const { headline, ...others } = now;
    console.error(`measured: ${Object.keys({ ...headline, ...others }).join(', ')}`);
  },
});
/** Where the plot lies, from the page: each page has its own. */
const plot = `images/${basename(values.out ?? 'performance', '.md')}-size.svg`;
const page = await performancePage(figures, sizes, {
  rounds: values.continue ? `up to ${rounds}` : String(rounds),
  plot,
});
console.log(page);
if (values.out !== undefined) {
  writeFileSync(values.out, `${page}\n`);
  const [step, words] = [figures.headline.step?.timings.ours, figures.headline.words?.timings.ours];
  const drawn = join(dirname(values.out), plot);
  mkdirSync(dirname(drawn), { recursive: true });
  if (figures.sizes && step && words)
    writeFileSync(drawn, `${sizePlot(figures.sizes, step.seconds + words.seconds)}\n`);
}
