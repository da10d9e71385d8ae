import { gaussianNoise } from '../../method/tensor/noise.ts';
import { tensor, type Tensor } from '../../method/tensor/tensor.ts';
import { conceptInputs, networkCases, type InputSizes } from '../full-size/cases.ts';
import type { Case } from '../sides/side.ts';

/** One thing that is timed on both sides. */
export interface BenchCase extends Case {
  readonly title: string;
}

/** What is timed beside PyTorch. */
export function headlineCases(sizes: InputSizes): Record<Headline, BenchCase> {
  const { latents, vision } = sizes;
  const step = named(sizes, 'UNet, words and patches');
  return {
    step: { ...step, title: `denoising step, ${latents} × ${latents} latents, words and patches` },
    vision: {
      title: 'vision tower, two pictures',
      run: 'vision tower',
      inputs: { pixels: gaussianNoise(6, [2, 3, vision.size, vision.size]) },
    },
    concept: {
      title: 'concept: both passes of the tower, both mappers',
      run: 'concept',
      inputs: conceptInputs(sizes),
    },
    text: { ...named(sizes, 'CLIP text encoder'), title: 'text encoder, one prompt' },
    decoder: { ...named(sizes, 'VAE decoder'), title: `VAE decoder, ${latents * 8} × ${latents * 8} pixels` },
  };
}

export type Headline = 'step' | 'vision' | 'concept' | 'text' | 'decoder';

/** A denoising step at these latents and batch, with patches or without. */
export function stepCase(
  sizes: InputSizes,
  { latents, batch = 1, patches = true }: { latents: number; batch?: number; patches?: boolean },
): BenchCase {
  const step = named({ ...sizes, latents }, patches ? 'UNet, words and patches' : "UNet, the mapper's words");
  const inputs = Object.fromEntries(
    Object.entries(step.inputs).map(([name, value]) => [name, repeated(value, batch)]),
  );
  return { ...step, inputs, title: `${latents * 8} × ${latents * 8} pixels, batch ${batch}` };
}

/** Two denoising steps, the second of which takes the deep feature of the first. */
export const reusedCase = (sizes: InputSizes): BenchCase => {
  const step = named(sizes, 'UNet, words and patches');
  return { ...step, title: 'two steps, deep features used again', options: { ...step.options, steps: 2 } };
};

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
