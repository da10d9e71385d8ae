import { gaussianNoise } from '../../method/tensor/noise.ts';
import { tensor, type Tensor } from '../../method/tensor/tensor.ts';
import type { Case } from '../sides/side.ts';

/** Sizes of what the networks are run on. */
export interface InputSizes {
  /** Side of the latents. */
  readonly latents: number;
  /** Width of the text encoder's rows. */
  readonly width: number;
  readonly tokens: number;
  readonly vision: { readonly size: number; readonly width: number; readonly patches: number };
  readonly endToken: number;
}

/** Stable Diffusion 1.4 at 512 × 512 and CLIP ViT-L/14. */
export const FULL: InputSizes = {
  latents: 64,
  width: 768,
  tokens: 77,
  vision: { size: 224, width: 1024, patches: 256 },
  endToken: 49_407,
};

/** The small networks of the same layout, at 64 × 64 pixels. */
export const TINY: InputSizes = {
  latents: 8,
  width: 24,
  tokens: 77,
  vision: { size: 112, width: 32, patches: 256 },
  endToken: 1535,
};

/** A network beside PyTorch's: which output is compared, and how near it must be. */
export interface ProofCase extends Case {
  readonly title: string;
  readonly limit: number;
}

/** Single networks: 32 bits on both sides, sums in another order. */
const NETWORK = 1e-4;
/** Ten steps of guided sampling carry those differences on. */
const TRAJECTORY = 1e-3;
/** Where the subject's word stands. */
const POSITION = 5;
const SEED = 42;

/** Every network alone. */
export function networkCases(sizes: InputSizes): ProofCase[] {
  const { latents, width, tokens, vision } = sizes;
  const at = (mode: string) => ({ mode, lambda: 0.7 });
  const step = {
    sample: gaussianNoise(1, [1, 4, latents, latents]),
    timestep: tensor([481.5], [1]),
    text: gaussianNoise(2, [1, tokens, width]),
    word: tensor(
      Float32Array.from({ length: tokens }, (_, i) => Number(i === POSITION)),
      [1, tokens],
    ),
    patches: gaussianNoise(3, [1, vision.patches, width]),
  };
  const rows: [title: string, run: string, inputs: Case['inputs'], options?: Case['options']][] = [
    ['UNet, plain', 'unet', step, at('plain')],
    ["UNet, the mapper's words", 'unet', step, at('words')],
    ['UNet, words and patches', 'unet', step, at('elite')],
    ['VAE decoder', 'vae decoder', { latent: gaussianNoise(4, [1, 4, latents, latents]) }],
    ['VAE encoder', 'vae encoder', { pixels: gaussianNoise(5, [1, 3, latents * 8, latents * 8]) }],
    ['CLIP text encoder', 'text encoder', { ids: tokenIds(sizes) }],
    ['CLIP vision tower, five layers', 'vision tower', { pixels: pictureOf(sizes, 6) }],
    ['global mapper', 'global mapper', featuresOf(sizes)],
    ['local mapper', 'local mapper', { ...featuresOf(sizes), mask: maskOf(sizes) }],
  ];
  return rows.map(([title, run, inputs, options]) => ({
    title,
    run,
    inputs,
    limit: NETWORK,
    ...(options ? { options } : {}),
  }));
}

/** Pictures and a prompt to latents by ten LMS steps with guidance and patches, and to pixels. */
export function pipelineCase(sizes: InputSizes, latents = sizes.latents): ProofCase {
  return {
    title: `whole method, 10 LMS steps, ${latents} × ${latents} latents`,
    run: 'pipeline',
    limit: TRAJECTORY,
    inputs: { ...conceptInputs(sizes), noise: gaussianNoise(SEED, [1, 4, latents, latents]) },
    options: {
      prompt: 'a photo of a S*',
      seed: SEED,
      steps: 10,
      guidance: 5,
      lambda: 0.8,
      decode: true,
    },
  };
}

/** A picture, the picture of its object, and the mask of patches. */
export const conceptInputs = (sizes: InputSizes): Readonly<Record<string, Tensor>> => ({
  pixels: pictureOf(sizes, 7),
  objects: pictureOf(sizes, 8),
  mask: maskOf(sizes),
});

const pictureOf = ({ vision: { size } }: InputSizes, seed: number): Tensor =>
  gaussianNoise(seed, [1, 3, size, size]);

/** Two patches of three belong to the object. */
const maskOf = ({ vision: { patches } }: InputSizes): Tensor =>
  tensor(
    Float32Array.from({ length: patches }, (_, i) => Number(i % 3 > 0)),
    [1, patches, 1],
  );

const featuresOf = ({ vision: { patches, width } }: InputSizes): Record<string, Tensor> =>
  Object.fromEntries(
    [0, 1, 2, 3, 4].map((i) => [`features_${i}`, gaussianNoise(10 + i, [1, patches + 1, width])]),
  );

/** The start, seven words, and the end up to the last place. */
function tokenIds({ tokens, endToken }: InputSizes): Tensor {
  const ids = Float32Array.from({ length: tokens }, (_, i) =>
    i === 0 ? endToken - 1 : i < 8 ? (i * 37) % 512 : endToken,
  );
  return tensor(ids, [1, tokens]);
}
