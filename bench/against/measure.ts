import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  bundleOf,
  modelsFolder,
  productSide,
  published,
  pytorchSide,
  type Place,
} from '../sides/published.ts';
import { Side } from '../sides/side.ts';
import type { InputSizes } from '../full-size/cases.ts';
import {
  batchCases,
  headlineCases,
  pixelCases,
  referenceCases,
  stepCase,
  type Headline,
  type SideName,
} from './cases.ts';
import { firstRun, type FirstRun } from './first-run.ts';
import { hasBfloat16 } from './processor.ts';
import { beside, inTurn, type Beside, type Timing } from './timing.ts';

/** Everything that the page tells; what was not measured is left out. */
export interface Figures {
  readonly headline: Readonly<Partial<Record<Headline, Beside<SideName>>>>;
  readonly sizes?: SizeFigures;
  readonly whole?: FileFigures;
  readonly half?: FileFigures;
}

/** A step at a size: pixels of a side, pictures of a batch, or references. */
export type SizedTiming = Timing & { readonly size: number };

/** What a step costs against each thing that it grows with. */
export interface SizeFigures {
  readonly pixels: readonly SizedTiming[];
  readonly batch: readonly SizedTiming[];
  readonly references: readonly SizedTiming[];
}

/** What the UNet's file of one precision takes. */
export interface FileFigures {
  readonly bytes: number;
  readonly step: Timing;
  /** Not in figures that were kept before it was measured. */
  readonly first?: FirstRun;
}

/** How often each thing runs, what is known already, and where it is kept as it comes. */
export interface Thoroughness {
  readonly rounds: number;
  readonly known: Figures;
  readonly keep: (figures: Figures) => void;
}

/** What a picture's cost is computed from, by differences too: these are run in the same rounds. */
const TOGETHER: ReadonlySet<Headline> = new Set(['step', 'words', 'first', 'reused', 'sparse']);

/** Times the product beside PyTorch in channels_last, in turn, on the same files and the same machine. */
export async function measure(
  place: Place,
  sizes: InputSizes,
  { rounds, known, keep }: Thoroughness,
): Promise<Figures> {
  let figures = known;
  const add = (more: Partial<Figures>): void => {
    figures = { ...figures, ...more };
    keep(figures);
  };
  const missing = (Object.keys(headlineCases(sizes)) as Headline[]).filter((name) => !figures.headline[name]);
  if (missing.length > 0) {
    const groups = [
      missing.filter((name) => TOGETHER.has(name)),
      ...missing.filter((name) => !TOGETHER.has(name)).map((name) => [name]),
    ].filter((group) => group.length > 0);
    for (const group of groups) {
      const sides = await openSides(place); // fresh ones: what is dropped may stay with a process, and count as its memory
      const compared = group.map((name) => {
        const one = headlineCases(sizes)[name];
        return { one, sides: sides.filter(([side]) => one.sides.includes(side)) };
      });
      const found = await beside(compared, rounds);
      add({
        headline: { ...figures.headline, ...Object.fromEntries(group.map((name, i) => [name, found[i]])) },
      });
      await Promise.all(sides.map(([, side]) => side.close()));
    }
  }
  if (!figures.half?.first) add({ half: await measureFiles(place, sizes, 'fp16', rounds) });
  if (!figures.whole?.first) add({ whole: await measureFiles(place, sizes, 'fp32', rounds) });
  if (!figures.sizes) add({ sizes: await measureSizes(place, sizes, rounds) });
  return figures;
}

/** The processes that are compared; without bfloat16 where the processor has none. */
async function openSides(place: Place): Promise<(readonly [SideName, Side])[]> {
  const files = published(place);
  const bundle = bundleOf(place, files);
  const { sd, clip, global, local } = files;
  const { command, env } = pytorchSide();
  const pytorch = (dtype: string): Promise<Side> =>
    Side.start(command, { sd, clip, global, local, channelsLast: true, dtype }, env);
  return [
    ['ours', await Side.start(productSide(), { bundle })],
    ['int8', await Side.start(productSide(), { bundle, precision: 'int8', models: modelsFolder(place) })],
    ['pytorch', await pytorch('float32')],
    ...(hasBfloat16() ? [['bfloat16', await pytorch('bfloat16')] as const] : []),
  ];
}

async function measureSizes(place: Place, sizes: InputSizes, rounds: number): Promise<SizeFigures> {
  const side = await Side.start(productSide(), { bundle: bundleOf(place, published(place)) });
  const timed = async (cases: ReturnType<typeof pixelCases>): Promise<SizedTiming[]> => {
    const timings = await inTurn(cases, side, rounds);
    return timings.map((timing, i) => ({ ...timing, size: cases[i]?.size ?? NaN }));
  };
  const found = {
    pixels: await timed(pixelCases(sizes)),
    batch: await timed(batchCases(sizes)),
    references: await timed(referenceCases(sizes)),
  };
  await side.close();
  return found;
}

/** A step on the files of one precision, in a fresh process. */
async function measureFiles(
  place: Place,
  sizes: InputSizes,
  dtype: 'fp32' | 'fp16',
  rounds: number,
): Promise<FileFigures> {
  const bundle = bundleOf(place, published(place, { dtype }));
  const side = await Side.start(productSide(), { bundle });
  const one = stepCase(sizes, { latents: sizes.latents / 2 });
  const [step] = await inTurn([one], side, rounds);
  if (step === undefined) throw new Error('bench: expected a timing, got none');
  const first = await firstRun(one, side, bundle, rounds);
  await side.close();
  return { step, first, bytes: statSync(join(bundle, 'unet', 'weights.safetensors')).size };
}
