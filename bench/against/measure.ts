import { statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf, productSide, published, pytorchSide, type Place } from '../sides/published.ts';
import { Side, type Case } from '../sides/side.ts';
import type { InputSizes } from '../full-size/cases.ts';
import { headlineCases, reusedCase, stepCase, type Headline } from './cases.ts';
import { beside, inTurn, type Beside, type Timing } from './timing.ts';

/** Everything that the page tells; what was not measured is left out. */
export interface Figures {
  readonly headline: Readonly<Partial<Record<Headline, Beside>>>;
  /** Two steps, the second one on deep features of the first. */
  readonly reused?: Timing;
  readonly sizes?: readonly (Timing & { readonly title: string })[];
  readonly whole?: FileFigures;
  readonly half?: FileFigures;
}

/** What the UNet's file of one precision takes. */
export interface FileFigures {
  readonly bytes: number;
  readonly step: Timing;
}

/** How often each thing runs, what is known already, and where it is kept as it comes. */
export interface Thoroughness {
  readonly rounds: number;
  readonly known: Figures;
  readonly keep: (figures: Figures) => void;
}

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
  const files = published(place);
  const bundle = bundleOf(place, files);
  const product = () => Side.start(productSide(), { bundle });
  const cases = Object.entries(headlineCases(sizes)) as [Headline, Case][];
  const missing = cases.filter(([name]) => figures.headline[name] === undefined);
  if (missing.length > 0) {
    const { command, env } = pytorchSide();
    const { sd, clip, global, local } = files;
    const open = { sd, clip, global, local, channelsLast: true };
    const sides = { ours: await product(), pytorch: await Side.start(command, open, env) };
    for (const [name, one] of missing)
      add({ headline: { ...figures.headline, [name]: await beside(one, sides, rounds) } });
    await Promise.all([sides.ours.close(), sides.pytorch.close()]);
  }
  if (!figures.reused) add({ reused: await aloneIn(await product(), reusedCase(sizes), rounds) });
  if (!figures.half) add({ half: await measureFiles(place, sizes, 'fp16', rounds) });
  if (!figures.whole) add({ whole: await measureFiles(place, sizes, 'fp32', rounds) });
  if (!figures.sizes) add({ sizes: await measureSizes(await product(), sizes, rounds) });
  return figures;
}

async function measureSizes(
  side: Side,
  sizes: InputSizes,
  rounds: number,
): Promise<(Timing & { readonly title: string })[]> {
  const small = sizes.latents / 2;
  const variants = [
    stepCase(sizes, { latents: small }),
    stepCase(sizes, { latents: (sizes.latents * 3) / 4 }),
    stepCase(sizes, { latents: small, batch: 2 }),
    { ...stepCase(sizes, { latents: small, patches: false }), title: 'the first without a reference' },
  ];
  const timed = await inTurn(variants, side, rounds);
  await side.close();
  return timed.map((timing, i) => ({ ...timing, title: variants[i]?.title ?? '' }));
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
  const step = await aloneIn(side, stepCase(sizes, { latents: sizes.latents / 2 }), rounds);
  return { step, bytes: statSync(join(bundle, 'unet', 'weights.safetensors')).size };
}

async function aloneIn(side: Side, one: Case, rounds: number): Promise<Timing> {
  const [timing] = await inTurn([one], side, rounds);
  await side.close();
  if (timing === undefined) throw new Error('bench: expected a timing, got none');
  return timing;
}
