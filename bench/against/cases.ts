import { gaussianNoise } from '../../method/tensor/noise.ts';
import { concatenate, tensor, type Tensor } from '../../method/tensor/tensor.ts';
import { conceptInputs, networkCases, type InputSizes } from '../full-size/cases.ts';
import type { Case } from '../sides/side.ts';

/** Whoever is timed: the product in 32 bits and in 8, PyTorch in 32 bits and in bfloat16. */
export type SideName = 'ours' | 'int8' | 'pytorch' | 'bfloat16';

/** One thing that is timed. */
export interface BenchCase extends Case {
  readonly title: string;
}

/** One thing that is timed on several sides. */
export interface HeadlineCase extends BenchCase {
  readonly sides: readonly SideName[];
}

/** One thing that is timed at several sizes. */
interface SizedCase extends BenchCase {
  readonly size: number;
}

const ALL: readonly SideName[] = ['ours', 'int8', 'pytorch', 'bfloat16'];
/** What the product has no 8-bit form of. */
const EXACT: readonly SideName[] = ['ours', 'pytorch', 'bfloat16'];

/** What is timed beside PyTorch, and what may be left out of steps, which PyTorch is not asked for. */
export function headlineCases(sizes: InputSizes): Record<Headline, HeadlineCase> {
  const { latents, vision } = sizes;
  const step = within(named(sizes, 'UNet, words and patches'));
  const ours = (options: Case['options'], title: string): HeadlineCase => ({
    ...{ ...step, title, sides: ['ours', 'int8'] },
    options: { ...step.options, ...options },
  });
  return {
    step: {
      ...step,
      sides: ALL,
      title: `denoising step, ${latents} × ${latents} latents, words and patches`,
    },
    words: {
      ...within(named(sizes, "UNet, the mapper's words")),
      sides: ALL,
      title: 'denoising step without patches, as the unconditional ones are',
    },
    vision: {
      sides: ALL,
      title: 'vision tower, two pictures',
      run: 'vision tower',
      inputs: { pixels: gaussianNoise(6, [2, 3, vision.size, vision.size]) },
    },
    concept: {
      sides: ALL,
      title: 'concept: both passes of the tower, both mappers',
      run: 'concept',
      inputs: conceptInputs(sizes),
    },
    text: { ...named(sizes, 'CLIP text encoder'), sides: EXACT, title: 'text encoder, one prompt' },
    decoder: {
      ...named(sizes, 'VAE decoder'),
      sides: EXACT,
      title: `VAE decoder, ${latents * 8} × ${latents * 8} pixels`,
    },
    first: ours(
      { withinPicture: false },
      'first step of a picture, with the keys and values of words and patches',
    ),
    reused: ours({ steps: 2 }, 'two steps, deep features used again'),
    sparse: ours({ keyStride: 2 }, 'step with Token Downsampling by 2'),
  };
}

export type Headline =
  'step' | 'words' | 'vision' | 'concept' | 'text' | 'decoder' | 'first' | 'reused' | 'sparse';

/** A step as all but the first of a picture are: what does not change from step to step is there. */
const within = (step: BenchCase): BenchCase => ({
  ...step,
  options: { ...step.options, withinPicture: true },
});

/** A denoising step at these latents and batch, with patches or without. */
export function stepCase(
  sizes: InputSizes,
  { latents, batch = 1, patches = true }: { latents: number; batch?: number; patches?: boolean },
): BenchCase {
  const step = named({ ...sizes, latents }, patches ? 'UNet, words and patches' : "UNet, the mapper's words");
  const inputs = Object.fromEntries(
    Object.entries(step.inputs).map(([name, value]) => [name, repeated(value, batch)]),
  );
  return within({ ...step, inputs, title: `${latents * 8} × ${latents * 8} pixels, batch ${batch}` });
}

const side = (latents: number): number => latents * 8;

/** A step of growing pictures. */
export const pixelCases = (sizes: InputSizes): SizedCase[] =>
  [1 / 2, 3 / 4, 1, 5 / 4].map((share) => {
    const latents = sizes.latents * share;
    return { ...stepCase(sizes, { latents }), size: side(latents) };
  });

/** A step of half the latents for growing batches. */
export const batchCases = (sizes: InputSizes): SizedCase[] =>
  [1, 2, 4].map((batch) => ({ ...stepCase(sizes, { latents: sizes.latents / 2, batch }), size: batch }));

/** A step of half the latents without a photograph and with the patches of some. */
export const referenceCases = (sizes: InputSizes): SizedCase[] =>
  [0, 1, 2, 4].map((size) => {
    const step = stepCase(sizes, { latents: sizes.latents / 2, patches: size > 0 });
    const { patches } = step.inputs;
    const all =
      patches &&
      concatenate(
        Array.from({ length: size || 1 }, () => patches),
        1,
      );
    return { ...step, inputs: { ...step.inputs, ...(all ? { patches: all } : {}) }, size };
  });

function named(sizes: InputSizes, title: string): BenchCase {
  const found = networkCases(sizes).find((candidate) => candidate.title === title);
  if (found === undefined) throw new Error(`${title}: expected a network of this name, got none`);
  return found;
}

function repeated({ dims: [, ...rest], data }: Tensor, batch: number): Tensor {
  const all = new Float32Array(data.length * batch);
  for (let b = 0; b < batch; b += 1) all.set(data, b * data.length);
  return tensor(all, [batch, ...rest]);
}
