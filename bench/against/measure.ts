import { statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf, productSide, published, pytorchSide, type Place } from '../sides/published.ts';
import { Side, type Case } from '../sides/side.ts';
import type { InputSizes } from '../full-size/cases.ts';
import { headlineCases, reusedCase, stepCase, type Headline } from './cases.ts';
import { beside, inTurn, type Beside, type Timing } from './timing.ts';

/** Everything that the page tells. */
export interface Figures {
  readonly headline: Readonly<Record<Headline, Beside>>;
  readonly titles: Readonly<Record<Headline, string>>;
  /** Two steps, the second one on deep features of the first. */
  readonly reused: Timing;
  readonly sizes: readonly (Timing & { readonly title: string })[];
  readonly half: { readonly step: Timing; readonly bytes: number; readonly wholeBytes: number };
  readonly whole: Timing;
}

/** How often each thing runs. */
export interface Thoroughness {
  readonly rounds: number;
  readonly tell: (sentence: string) => void;
}

/** Times the product beside PyTorch in channels_last, in turn, on the same files and the same machine. */
export async function measure(
  place: Place,
  sizes: InputSizes,
  { rounds, tell }: Thoroughness,
): Promise<Figures> {
  const files = published(place);
  const bundle = bundleOf(place, files);
  const { command, env } = pytorchSide();
  const ours = await Side.start(productSide(), { bundle });
  const { sd, clip, global, local } = files;
  const pytorch = await Side.start(command, { sd, clip, global, local, channelsLast: true }, env);
  const cases = headlineCases(sizes);
  const headline: Partial<Record<Headline, Beside>> = {};
  for (const [name, one] of Object.entries(cases) as [Headline, (typeof cases)[Headline]][]) {
    headline[name] = await beside(one, { ours, pytorch }, rounds);
    tell(`${one.title}: ${JSON.stringify(headline[name])}`);
  }
  await pytorch.close();
  await ours.drop();
  const variants = [
    ...[sizes.latents / 2, (sizes.latents * 3) / 4].map((latents) => stepCase(sizes, { latents })),
    stepCase(sizes, { latents: sizes.latents / 2, batch: 2 }),
    {
      ...stepCase(sizes, { latents: sizes.latents / 2, patches: false }),
      title: 'the first without a reference',
    },
  ];
  const timed = await inTurn(variants, ours, rounds);
  timed.forEach((timing, i) => {
    tell(`${variants[i]?.title}: ${JSON.stringify(timing)}`);
  });
  const reused = await alone(reusedCase(sizes), ours, rounds);
  await ours.close();
  const half = await measureFiles(place, sizes, 'fp16', rounds);
  const whole = await measureFiles(place, sizes, 'fp32', rounds);
  return {
    headline: headline as Record<Headline, Beside>,
    titles: Object.fromEntries(Object.entries(cases).map(([name, { title }]) => [name, title])) as Record<
      Headline,
      string
    >,
    reused,
    sizes: timed.map((timing, i) => ({ ...timing, title: variants[i]?.title ?? '' })),
    half: { ...half, wholeBytes: whole.bytes },
    whole: whole.step,
  };
}

/** A step on the files of one precision, in a fresh process. */
async function measureFiles(
  place: Place,
  sizes: InputSizes,
  dtype: 'fp32' | 'fp16',
  rounds: number,
): Promise<{ readonly step: Timing; readonly bytes: number }> {
  const bundle = bundleOf(place, published(place, { dtype }));
  const side = await Side.start(productSide(), { bundle });
  const step = await alone(stepCase(sizes, { latents: sizes.latents / 2 }), side, rounds);
  await side.close();
  return { step, bytes: statSync(join(bundle, 'unet', 'weights.safetensors')).size };
}

async function alone(one: Case, side: Side, rounds: number): Promise<Timing> {
  await side.drop();
  side.forgetPeak();
  const [timing] = await inTurn([one], side, rounds);
  if (timing === undefined) throw new Error('bench: expected a timing, got none');
  return timing;
}
